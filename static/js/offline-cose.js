// Square codes and lists of ended certificates, read and checked as certificates/offline.py writes them. Knows no page.

const PREFIX = "LMS1:";
const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const SIGN1 = 18;
const SIGN = 98;
const ALGORITHM = 1;
const KID = 4;
const EDDSA = -8;
const SHORT = 8;

// `kind`: "none" (not a code of ours), "forged", or "unknown" (signed with a key that is none of those given).
export class BadCode extends Error {
  constructor(kind) {
    super(kind);
    this.kind = kind;
  }
}

export function fromBase45(text) {
  const found = [];
  for (let at = 0; at < text.length; at += 3) {
    const places = [...text.slice(at, at + 3)].map((letter) => BASE45.indexOf(letter));
    const number = places.reduceRight((sum, place) => sum * 45 + place, 0);
    const length = places.length - 1;
    if (places.includes(-1) || !length || number >= 256 ** length) throw new BadCode("none");
    if (length === 2) found.push(number >> 8);
    found.push(number & 255);
  }
  return Uint8Array.from(found);
}

// CBOR (RFC 8949) as far as we write it: integers, strings, arrays, maps, tags, true and false.
export function parse(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const taken = (length) => {
    if (at + length > bytes.length) throw new BadCode("none");
    return (at += length) - length;
  };
  const argument = (short) => {
    if (short < 24) return short;
    if (short === 24) return view.getUint8(taken(1));
    if (short === 25) return view.getUint16(taken(2));
    if (short === 26) return view.getUint32(taken(4));
    if (short === 27) return Number(view.getBigUint64(taken(8)));
    throw new BadCode("none");
  };
  const item = (depth) => {
    if (depth > 8) throw new BadCode("none");
    const first = view.getUint8(taken(1));
    const short = first & 31;
    if (first === 0xf4 || first === 0xf5) return first === 0xf5;
    const number = argument(short);
    const several = (each) => {
      if (number > bytes.length) throw new BadCode("none");
      return Array.from({ length: number }, each);
    };
    switch (first >> 5) {
      case 0:
        return number;
      case 1:
        return -1 - number;
      case 2:
      case 3: {
        const start = taken(number);
        const part = bytes.slice(start, start + number);
        return first >> 5 === 2 ? part : new TextDecoder("utf-8", { fatal: true }).decode(part);
      }
      case 4:
        return several(() => item(depth + 1));
      case 5:
        return new Map(several(() => [item(depth + 1), item(depth + 1)]));
      case 6:
        return { tag: number, value: item(depth + 1) };
      default:
        throw new BadCode("none");
    }
  };
  const found = item(0);
  if (at !== bytes.length) throw new BadCode("none");
  return found;
}

function head(major, length) {
  if (length < 24) return [(major << 5) | length];
  if (length < 256) return [(major << 5) | 24, length];
  if (length < 65536) return [(major << 5) | 25, length >> 8, length & 255];
  return [(major << 5) | 26, length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255];
}

// The Sig_structure of RFC 9052, section 4.4, with no data of an application.
function signedPart(context, headers, payload) {
  const name = new TextEncoder().encode(context);
  const strings = [...headers, new Uint8Array(), payload];
  const parts = [head(4, strings.length + 1), head(3, name.length), name];
  for (const each of strings) parts.push(head(2, each.length), each);
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

async function verifies({ key, signature, content, fallback }) {
  let known;
  try {
    known = await crypto.subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  } catch {
    // A browser from before 2025 does not know this kind of key.
    const { verifyAsync } = await import(fallback);
    return verifyAsync(signature, content, key, { zip215: false }).catch(() => false);
  }
  return crypto.subtle.verify({ name: "Ed25519" }, known, signature, content);
}

const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
const kidOf = (header) => new TextDecoder().decode(header.get(KID));

export async function shortHash(code) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code));
  return hex(new Uint8Array(digest).subarray(0, SHORT));
}

function base32(bytes) {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, "0")).join("");
  return bits.match(/.{5}/g).map((five) => BASE32[parseInt(five, 2)]).join("");
}

// What a square code says: {number, code, name, kind, title, level, issuedOn, validUntil, isSpecimen, kid}, days as counted from
// 1 January 1970. `keys` is a Map of kid to {key, lostAt}; `fallback` the address of noble-ed25519. Throws BadCode.
export const readCode = (text, keys, fallback) => orBadCode(opened(text, keys, fallback));

// Whatever a message lacks: it is none of ours.
async function orBadCode(reading) {
  try {
    return await reading;
  } catch (problem) {
    throw problem instanceof BadCode ? problem : new BadCode("none");
  }
}

async function opened(text, keys, fallback) {
  const written = text.replace(/[\r\n\t]/g, "");
  if (!written.startsWith(PREFIX)) throw new BadCode("none");
  const { tag, value } = parse(fromBase45(written.slice(PREFIX.length)));
  if (tag !== SIGN1) throw new BadCode("none");
  const [header, unsigned, payload, signature] = value;
  if (!(unsigned instanceof Map) || unsigned.size) throw new BadCode("forged");
  const said = parse(header);
  if (said.get(ALGORITHM) !== EDDSA) throw new BadCode("forged");
  const kid = kidOf(said);
  if (!keys.has(kid)) throw new BadCode("unknown");
  const content = signedPart("Signature1", [header], payload);
  if (!(await verifies({ key: keys.get(kid).key, signature, content, fallback }))) throw new BadCode("forged");
  const facts = parse(payload);
  const [number, code, name, kind, title, level, issuedOn, validUntil, isSpecimen] = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((label) =>
    facts.get(label),
  );
  return { number, code: base32(code), name, kind, title, level, issuedOn, validUntil, isSpecimen, kid };
}

function hashes(bytes) {
  const found = new Set();
  for (let at = 0; at < bytes.length; at += SHORT) found.add(hex(bytes.subarray(at, at + SHORT)));
  return found;
}

// The list: {madeAt, revoked, replaced, keys}, moments in milliseconds. One of the keys we know must have signed it, and must not be
// known to be lost. Without `known` the list speaks for its own keys: so it is once, when the page is installed. Throws BadCode.
export const readList = (bytes, known, fallback) => orBadCode(openedList(bytes, known, fallback));

async function openedList(bytes, known, fallback) {
  const { tag, value } = parse(bytes);
  if (tag !== SIGN) throw new BadCode("none");
  const [header, , payload, signatures] = value;
  const facts = parse(payload);
  const keys = new Map(
    facts.get(4).map(([kid, key, lostAt]) => [new TextDecoder().decode(kid), { key, lostAt: lostAt * 1000 }]),
  );
  for (const [protectedHeader, , signature] of signatures) {
    const said = parse(protectedHeader);
    const signer = (known ?? keys).get(kidOf(said));
    if (said.get(ALGORITHM) !== EDDSA || !signer || signer.lostAt) continue;
    const content = signedPart("Signature", [header, protectedHeader], payload);
    if (await verifies({ key: signer.key, signature, content, fallback })) {
      return { madeAt: facts.get(1) * 1000, revoked: hashes(facts.get(2)), replaced: hashes(facts.get(3)), keys };
    }
  }
  throw new BadCode("forged");
}
