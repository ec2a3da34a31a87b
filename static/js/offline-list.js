// The list of ended certificates on this device, and what it says about a code.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
// Days after which we warn, and after which nothing is called valid any more.
export const OLD = 7;
export const OUTDATED = 30;
const SHELF = "verify-offline-list";
// Asia/Baku has had no summer time since 2016.
const BAKU = 4 * HOUR;

export const ageInDays = (list, now) => Math.floor((now - list.madeAt) / DAY);

// Where the list lies: {bytes(), keep(bytes)}. Without storage it is forgotten with the page.
export function shelf(address) {
  const opened = self.caches?.open(SHELF).catch(() => null);
  return {
    async bytes() {
      const kept = await (await opened)?.match(address);
      return kept ? new Uint8Array(await kept.arrayBuffer()) : null;
    },
    async keep(bytes) {
      await (await opened)?.put(address, new Response(bytes));
    },
  };
}

// Keeps the list that came, if a key known here signed it and it is newer. Returns the one that counts now.
export async function accept(bytes, current, place, read) {
  const found = await read(bytes, current?.keys);
  if (current && found.madeAt <= current.madeAt) return current;
  await place.keep(bytes);
  return found;
}

// One of: revoked, replaced, lost, clock, expired, outdated, valid. `hash` is that of the code; `now` in milliseconds.
export function judge(claims, hash, list, now) {
  if (list.keys.get(claims.kid).lostAt) return "lost";
  if (list.revoked.has(hash)) return "revoked";
  if (list.replaced.has(hash)) return "replaced";
  if (now < list.madeAt - HOUR) return "clock";
  if (claims.validUntil !== undefined && claims.validUntil < Math.floor((now + BAKU) / DAY)) return "expired";
  return ageInDays(list, now) > OUTDATED ? "outdated" : "valid";
}
