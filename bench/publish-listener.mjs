// The other process of publish.mjs: says when it serves a price that it was told to look out for.
//
// Arguments: its home, and the address of PostgreSQL.

const { readSettings } = await import('../dist/src/platform/index.js');
const { startApp } = await import('../dist/src/app.js');
const { OfferCatalog } = await import('../dist/src/prices/index.js');

const [home, databaseUrl] = process.argv.slice(2);
const settings = { PENNYWATT_HOME: home, DATABASE_URL: databaseUrl, PORT: '0', LOG_LEVEL: 'error' };
const { app, close } = await startApp(readSettings(settings), { listen: false });
const catalog = app.get(OfferCatalog);

process.on('message', ({ id, usdPerHour }) => {
  let before = null;
  const look = setInterval(() => {
    const held = catalog.current();
    if (held === before) return;
    before = held;
    const offer = held.offers.find((one) => one.id === id);
    if (offer?.usdPerHour !== usdPerHour) return;
    clearInterval(look);
    process.send({ kind: 'seen', at: performance.timeOrigin + performance.now(), offers: held.offers.length });
  }, 1);
});
process.on('disconnect', () => void close().finally(() => process.exit()));
process.send({ kind: 'ready' });
