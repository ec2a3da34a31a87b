// Reads {credential, issuer, lists, contexts, now} from standard input and says what other people's programs make of it at that moment.
// Nothing is fetched: whatever is not given is an error.
import { readFileSync } from "node:fs";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { verifyCredential } from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";

const MULTIKEY = "https://w3id.org/security/multikey/v1";
const SECURITY = "https://w3id.org/security#";
const { credential, issuer, lists, contexts, now } = JSON.parse(readFileSync(0, "utf8"));

// They ask the clock of the machine, of the list without letting us say the moment.
globalThis.Date = class extends Date {
  constructor(...values) {
    super(...(values.length ? values : [now]));
  }
};

// The library asks for the key and its controller in the older vocabulary.
const multikey = {
  "@context": {
    "@protected": true, id: "@id", type: "@type",
    Multikey: {
      "@id": `${SECURITY}Multikey`,
      "@context": {
        "@protected": true, id: "@id", type: "@type",
        controller: { "@id": `${SECURITY}controller`, "@type": "@id" },
        revoked: { "@id": `${SECURITY}revoked`, "@type": "http://www.w3.org/2001/XMLSchema#dateTime" },
        publicKeyMultibase: { "@id": `${SECURITY}publicKeyMultibase`, "@type": `${SECURITY}multibase` },
      },
    },
  },
};
const methods = issuer.verificationMethod;
const documents = { ...contexts, ...lists, [MULTIKEY]: multikey };
for (const method of methods) documents[method.id] = { "@context": MULTIKEY, ...method };
documents[issuer.id] = {
  "@context": ["https://w3id.org/security/v2", MULTIKEY],
  id: issuer.id,
  assertionMethod: methods.filter((method) => issuer.assertionMethod.includes(method.id)),
};

async function documentLoader(url) {
  if (!(url in documents)) throw new Error(`asked the network for ${url}`);
  return { document: documents[url], documentUrl: url, contextUrl: null };
}

const suite = new DataIntegrityProof({ cryptosuite });
const result = await verifyCredential({ credential, suite, documentLoader, checkStatus });
const errors = (result.error?.errors ?? [result.error]).filter(Boolean).map((error) => error.message);
const bits = result.statusResult?.results?.map((each) => each.status) ?? [];
console.log(JSON.stringify({ verified: result.verified, revoked: bits, errors }));
