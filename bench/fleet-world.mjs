// The fleets of bench/fleet.mjs: made of a seed, so that everybody measures the same ones.
//
// `market`  A market of 20,000 offers: 12 accelerators, 30 regions on three continents, on demand and spot, nodes of 1 to
//           8 accelerators, in 500 quotas (accelerator, region, purchase option) and 50 commitments (accelerator, region)
//           whose hours cost nothing more. A workload needs work and memory, is one of 40 kinds whose efficiency differs by
//           accelerator, may be bound to a continent, may not bear spot, and pays egress elsewhere. Of its thousands of
//           offers those stay that are neither dearer nor larger than another of the same quota.
// `tight`   The same with two thirds of the capacity that the market has, and workloads three times as large.
// `plain`   No market: 10 to 60 options of a workload drawn at random, units 1 to 16, costs in proportion to them, and the
//           capacity 1.2 times what a random choice takes. With few workloads in a pool this is bin packing.

export function fleet({ kind, workloads, seed, offers = 20_000, quotas = 500, commitments = 50, copies = 1 }) {
  const random = randomOf(seed);
  if (kind === 'plain') return plain(random, workloads, quotas + commitments);
  const market = marketOf(random, offers, quotas, commitments);
  const larger = kind === 'tight' ? 3 : 1;
  const kinds = Math.ceil(workloads / copies);
  const distinct = Array.from({ length: kinds }, () => workload(random, market, larger));
  const list = Array.from({ length: workloads }, (_, index) => distinct[index % kinds]);
  return { pools: capacities(random, list, quotas, commitments, kind === 'tight' ? 0.67 : 1), workloads: list };
}

function marketOf(random, offers, quotas, commitments) {
  // Per accelerator: USD an hour, speed, GB; dearer ones are faster by a little more than they cost.
  const accelerators = Array.from({ length: 12 }, (_, index) => {
    const usd = 0.35 * 1.32 ** index;
    return {
      usd,
      speed: (usd / 2.5) ** 1.08 * between(random, 0.85, 1.2),
      gigabytes: [16, 24, 40, 80, 141, 192][index >> 1],
    };
  });
  const regions = Array.from({ length: 30 }, (_, index) => ({
    continent: index % 3,
    dearness: between(random, 0.9, 1.35),
  }));
  const keys = [];
  for (const accelerator of accelerators)
    for (const region of regions) for (const spot of [false, true]) keys.push({ accelerator, region, spot });
  shuffle(random, keys);
  const pools = keys.slice(0, quotas).map((key) => ({ ...key, discount: key.spot ? between(random, 0.3, 0.7) : 1 }));
  const list = Array.from({ length: offers }, (_, index) => {
    const pool = index < quotas ? index : Math.floor(random() * quotas);
    const { accelerator, region, discount } = pools[pool];
    const size = [1, 2, 4, 8][Math.floor(random() * 4)];
    return { pool, size, usd: size * accelerator.usd * region.dearness * discount * between(random, 0.92, 1.12) };
  });
  const owned = Array.from({ length: commitments }, (_, index) => {
    const of = pools[Math.floor(random() * quotas)];
    return { ...of, spot: false, pool: quotas + index };
  });
  // Of offers of the same size in the same quota only the cheapest is ever chosen.
  const byPool = pools.map((_, pool) => {
    const inPool = list.filter((offer) => offer.pool === pool);
    return [1, 2, 4, 8].flatMap((size) => {
      const usd = Math.min(...inPool.filter((offer) => offer.size === size).map((offer) => offer.usd));
      return Number.isFinite(usd) ? [{ size, usd }] : [];
    });
  });
  const efficiencies = Array.from({ length: 40 }, () => accelerators.map(() => between(random, 0.7, 1.15)));
  return { accelerators, pools, byPool, owned, efficiencies };
}

function workload(random, { accelerators, pools, byPool, owned, efficiencies }, larger) {
  const work = Math.min(60, Math.exp(normal(random) * 1.1)) * larger;
  const gigabytes = [8, 16, 24, 40, 80, 160, 320][Math.floor(random() * 7)];
  const home = Math.floor(random() * 3);
  const bound = random() < 0.4;
  const bearsSpot = random() < 0.5;
  const egress = random() * 0.1;
  const efficiency = efficiencies[Math.floor(random() * efficiencies.length)];
  const options = [];
  const unitsOn = (accelerator, size) => {
    const speed = accelerator.speed * efficiency[accelerators.indexOf(accelerator)];
    const least = Math.max(work / speed, gigabytes / accelerator.gigabytes);
    return Math.ceil(least / size) * size;
  };
  const mayUse = ({ region, spot }) => (!bound || region.continent === home) && (bearsSpot || !spot);
  pools.forEach((pool, index) => {
    if (!mayUse(pool)) return;
    const away = pool.region.continent === home ? 0 : egress * work;
    const candidates = byPool[index].map(({ size, usd }) => {
      const units = unitsOn(pool.accelerator, size);
      return { p: index, g: units, c: cents((units / size) * usd + away) };
    });
    candidates.sort((a, b) => a.g - b.g || a.c - b.c);
    let cheapest = Infinity;
    for (const option of candidates) {
      if (option.g > 512 || option.c >= cheapest) continue;
      cheapest = option.c;
      options.push(option);
    }
  });
  for (const commitment of owned) {
    if (mayUse(commitment)) options.push({ p: commitment.pool, g: unitsOn(commitment.accelerator, 1), c: 0 });
  }
  // What no accelerator of the market may run is no workload of this market.
  return options.length > 0 ? options : workload(random, { accelerators, pools, byPool, owned, efficiencies }, larger);
}

/** Some of what is taken when everybody takes one of the ten cheapest at random: a third of it in a fifth of the quotas. */
function capacities(random, workloads, quotas, commitments, share) {
  const wanted = new Float64Array(quotas + commitments);
  for (const options of workloads) {
    const cheapest = options
      .filter(({ p }) => p < quotas)
      .sort((a, b) => a.c - b.c)
      .slice(0, 10);
    for (const { p, g } of cheapest) wanted[p] += g / cheapest.length;
  }
  const typical = wanted.reduce((sum, units) => sum + units, 0) / quotas;
  const pools = Array.from(wanted, (units, pool) => {
    if (pool >= quotas) return { cap: Math.ceil(typical * between(random, 0.1, 0.4)) };
    const room = random() < 0.2 ? 0.35 : between(random, 0.7, 1.6);
    return { cap: Math.ceil(share * (room * units + typical * between(random, 0.05, 0.6))) + 4 };
  });
  // Nobody asks for more than all of a quota: the largest workloads have asked for theirs to be raised.
  for (const options of workloads) {
    if (options.some(({ p, g }) => p < quotas && 2 * g <= pools[p].cap)) continue;
    const [cheapest] = options.filter(({ p }) => p < quotas).sort((a, b) => a.c - b.c);
    if (cheapest !== undefined) pools[cheapest.p].cap += 2 * cheapest.g;
  }
  return pools;
}

function plain(random, workloads, pools) {
  const prices = Array.from({ length: pools }, () => between(random, 1, 5));
  const wanted = new Float64Array(pools);
  const list = Array.from({ length: workloads }, () => {
    const size = [1, 2, 4, 8, 16][Math.floor(random() * 5)];
    const options = Array.from({ length: 10 + Math.floor(random() * 50) }, () => {
      const p = Math.floor(random() * pools);
      return { p, g: size, c: cents(size * prices[p] * between(random, 0.8, 1.25)) };
    });
    for (const { p, g } of options) wanted[p] += g / options.length;
    return options;
  });
  return { pools: Array.from(wanted, (units) => ({ cap: Math.ceil(units * 1.2) + 4 })), workloads: list };
}

function cents(usd) {
  return Math.round(usd * 100) / 100;
}

function between(random, least, most) {
  return least + random() * (most - least);
}

function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function shuffle(random, list) {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [list[last], list[other]] = [list[other], list[last]];
  }
}

/** The generator mulberry32. */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
