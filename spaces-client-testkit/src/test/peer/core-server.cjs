// A second DID Space on disk, on the official server's core: what is stored, listed, hashed, deleted, counted and
// collected is done by npm @did-space/core (ObjectSpace, GlobalSpace, Space, its zod schemas of the audit log) over
// Sequelize and SQLite (sql.js); every signed request is checked by the official client package's verifyRequest. Only
// the HTTP routes and the driver, which the core leaves to the server, are written here.
// usage: node core-server.cjs --port 0 --root DIR [--no-verify] [--no-hash] [--delay MS] and, where the real routes are
//   not known, what they may do:
//   --absent N          status for an object that is not there (404); --absent-empty: `list/` answers 200 and no body
//   --page rows|data    the page of the audit log: {count, rows} (what the official UI reads) or {total, data}
//   --quota BYTES       the space's size (0: no limit); --full-status N: status when it is full (403)
//   --strict-records    records must satisfy the core's own schema of the audit log (serverDid, signerDid not empty)
//   --postgres          LIKE tells upper from lower case, keys have at most 1,024 characters
//   --length            GET object says Content-Length (the core hands out a stream without one)
//   --strict-head       HEAD only where official programs ask: <endpoint>object/ (Blocklet Server, the UI), /api/space/S (the client)
//   --no-extras         HEAD says only what servers before 0.5.77 said (x-listable, x-readable, x-writeable)
//   --attached          ends, and removes DIR, when standard input does: with the process that started it
// prints one line: {"endpoint": "...", "pid": N}; GET /__stats, /__objects, /__audit, /__reset[?all=1], /__gc (collects
// the objects that the core marked), /__forget?match=TEXT (loses the bodies of objects whose keys contain it, and lists
// them still), /__fail?match&method&code&times&kind (kind: status, reset, midbody, lost: done, but never answered).
const http = require('http'), fs = require('fs'), path = require('path'), { pipeline } = require('stream/promises');
const busboy = require('busboy'), initSqlJs = require('sql.js');
const { Sequelize, DataTypes, Op } = require('sequelize');
const core = require('@did-space/core');
const js = require('@blocklet/did-space-js');
const { verifyRequest } = require('@blocklet/did-space-js/dist/security/request-signature');
const arg = (n, d) => { const i = process.argv.indexOf('--' + n); return i < 0 ? d : process.argv[i + 1]; };
const has = (n) => process.argv.includes('--' + n);
const root = path.resolve(arg("root", require("os").tmpdir() + "/core-space"));
const verify = !has('no-verify'), checkHash = !has('no-hash'), postgres = has('postgres');
const SPACE = 'z3T6WZD3dBtaVUgwb3rtBey8BartrJDTLrmQr', APP = 'zNKsSUmUVJntiVdAPpg8vYtEgnFvSppYLf4F';
const base = `/app/api/space/${SPACE}`, byDefault = '/app/api/space/default'; // the latter for access keys and tokens
const absent = +arg('absent', 404), fullStatus = +arg('full-status', 403), delayMs = +arg('delay', 0);
console.error = has('loud') ? console.error : () => {}; // the core logs every absence
const clear = () => { fs.rmSync(root, { recursive: true, force: true }); fs.mkdirSync(path.join(root, 'tmp'), { recursive: true }); };
clear(); // the index is in memory
if (has('attached')) process.stdin.on('end', () => { fs.rmSync(root, { recursive: true, force: true }); process.exit(0); }).resume();

// --- SQLite for Sequelize: sql.js behind the part of node-sqlite3's interface that Sequelize calls
function dialect(SQL) {
  class Database {
    constructor(file, mode, done) { this.filename = ':memory:'; this.db = new SQL.Database(); if (postgres) this.db.run('PRAGMA case_sensitive_like = ON'); setImmediate(done, null); }
    serialize(f) { f(); }
    go(sql, params, done) {
      if (typeof params === 'function') { done = params; params = []; }
      let rows = [], error = null;
      try {
        const statement = this.db.prepare(sql.replace(/;$/, ''));
        statement.bind(params && (Array.isArray(params) ? params.length : Object.keys(params).length) ? params : undefined);
        while (statement.step()) rows.push(statement.getAsObject());
        statement.free();
      } catch (e) { error = e; }
      const last = error ? 0 : this.db.exec('SELECT last_insert_rowid()')[0].values[0][0];
      if (done) setImmediate(() => done.call({ lastID: last, changes: error ? 0 : this.db.getRowsModified() }, error, rows));
    }
    run(sql, params, done) { this.go(sql, params, done); }
    all(sql, params, done) { this.go(sql, params, done); }
    close(done) { this.db.close(); done && done(null); }
  }
  return { Database, OPEN_READWRITE: 2, OPEN_CREATE: 4, OPEN_FULLMUTEX: 0 };
}

// --- the driver: the core's protocol over a folder
class FolderDriver extends core.BaseDriver {
  get spaceConfig() { return {}; }
  get spaceOperator() {
    const file = (key) => path.join(root, key);
    return {
      list: async ({ key }) => { try { const s = fs.statSync(file(key)); return { key, name: path.basename(key), isDir: false, size: s.size, lastModified: s.mtimeMs, editable: true, mimeType: null, absolutePath: file(key) }; } catch { return null; } },
      writeAsOwner: async (key, data) => {
        const to = file(key), tmp = path.join(root, 'tmp', `w${++seq}`); fs.mkdirSync(path.dirname(to), { recursive: true });
        if (data && data.pipe) await pipeline(data, fs.createWriteStream(tmp)); else fs.writeFileSync(tmp, data ?? '');
        fs.renameSync(tmp, to);
      },
      readAsOwner: async (key) => fs.createReadStream(file(key)),
      existsAsOwner: async (key) => fs.existsSync(file(key)),
      deleteAsOwner: async (key) => fs.rmSync(file(key), { force: true }),
    };
  }
}
let seq = 0, objectSpace, space, models, dirty = true;
let stats, fails = [];
const reset = () => { stats = { requests: 0, byRoute: {}, put: 0, putBytes: 0, get: 0, del: 0, lists: 0, rejected: 0, rejections: [], errors: [], inFlight: 0, maxInFlight: 0, hashMismatch: 0, connections: stats ? stats.connections : 0 }; };
reset();

// --- the tables, as the core's .d.ts says
async function open() {
  const sequelize = new Sequelize({ dialect: 'sqlite', storage: ':memory:', logging: false, dialectModule: dialect(await initSqlJs()) });
  const Obj = sequelize.define('Object', { id: { type: DataTypes.STRING(64), primaryKey: true }, size: DataTypes.BIGINT, meta: DataTypes.JSON }, { updatedAt: false });
  const Collection = sequelize.define('ObjectCollection', { id: { type: DataTypes.CHAR(64), primaryKey: true }, createdAt: { type: DataTypes.DATE, defaultValue: DataTypes.NOW } }, { timestamps: false });
  const Tree = sequelize.define('Tree', {
    id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 }, spaceDid: DataTypes.STRING(40), objectId: DataTypes.CHAR(64), parentId: DataTypes.UUID,
    key: { type: DataTypes.STRING(1024), validate: postgres ? { len: [1, 1024] } : {} }, type: DataTypes.TINYINT, meta: { type: DataTypes.JSON, defaultValue: {} }, size: DataTypes.BIGINT, count: DataTypes.INTEGER,
  }, { paranoid: true, indexes: [{ fields: ['spaceDid', 'key'] }, { fields: ['parentId'] }, { fields: ['objectId'] }] });
  Tree.belongsTo(Obj, { foreignKey: 'objectId', constraints: false });
  const SpaceTable = sequelize.define('Space', { did: { type: DataTypes.STRING(40), primaryKey: true }, size: DataTypes.BIGINT, props: DataTypes.JSON }, { timestamps: false });
  const Log = sequelize.define('AuditLog', {
    id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 }, actionType: DataTypes.STRING(32), entityId: DataTypes.STRING(40), entityName: DataTypes.STRING, userId: DataTypes.STRING(40), username: DataTypes.STRING,
    data: DataTypes.JSON, status: DataTypes.STRING(16), reason: DataTypes.TEXT, env: DataTypes.JSON,
  }, {});
  let turn = Promise.resolve(); const one = (f) => (turn = turn.then(f, f)); // one at a time
  Tree.deepCreate = (data) => one(async () => {
    let parentId = null;
    const parts = data.key.split('/').slice(1, data.key.endsWith('/') ? -2 : -1);
    for (let i = 0; i <= parts.length; i++) {
      const key = '/' + parts.slice(0, i).map((p) => p + '/').join('');
      if (key === data.key) break;
      const where = { spaceDid: data.spaceDid, key };
      const row = (await Tree.findOne({ where, attributes: ['id'], raw: true })) || (await Tree.create({ ...where, objectId: null, parentId, type: 0, count: 0, size: 0 }));
      parentId = row.id;
    }
    const there = await Tree.findOne({ where: { spaceDid: data.spaceDid, key: data.key } });
    return there ? there.update({ objectId: data.objectId, size: data.size }) : Tree.create({ ...data, parentId });
  });
  await sequelize.sync();
  await SpaceTable.create({ did: SPACE, size: +arg('quota', 0), props: {} });
  objectSpace = new core.ObjectSpace({ driver: new FolderDriver({ root }), spaceDid: SPACE, treeRepository: Tree, objectRepository: Obj, objectCollectionRepository: Collection, spaceRepository: SpaceTable, appSpaceApplyRepository: {}, didObjectMappingRepository: {} });
  for (const e of ['space.writeAsOwner.after', 'space.deleteAsOwner.after']) objectSpace.on(e, () => { dirty = true; });
  space = new core.Space(objectSpace);
  models = { sequelize, Obj, Collection, Tree, SpaceTable, Log };
  await objectSpace.createAppSpace({ appDid: APP });
}
/** The core reads a folder's size from its row, into which the server sums up what is below. */
async function sumUp() { if (dirty) { dirty = false; await models.sequelize.query(`UPDATE Trees SET size = (SELECT COALESCE(SUM(size), 0) FROM Trees WHERE type = 1 AND deletedAt IS NULL) WHERE key = '/'`); } }

const b64 = (s) => Buffer.from(s, 'base64url').toString();
const send = (res, code, body, headers = {}) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
  res.writeHead(code, { 'content-type': typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text), ...headers });
  res.end(text);
};
class Refused extends Error { constructor(code, message) { super(message); this.code = code; } }
const readJson = async (req) => { let b = ''; for await (const c of req) b += c; return b ? JSON.parse(b) : {}; };
function receive(req) { // the parts of an upload; the content goes to a temporary file and through the core's getHash
  return new Promise((ok, no) => {
    if (!/^multipart\/form-data/.test(req.headers['content-type'] || '')) return no(new Refused(400, 'PUT object must be multipart/form-data'));
    const bb = busboy({ headers: req.headers, preservePath: true, limits: { fileSize: Infinity } });
    const got = { tmp: null, size: 0, metadata: undefined }; let pending = 0, closed = false;
    const done = () => closed && !pending && ok(got);
    bb.on('file', (name, stream) => {
      if (name !== 'data') return stream.resume();
      pending++; got.tmp = path.join(root, 'tmp', `u${++seq}`);
      stream.on('data', (c) => (got.size += c.length));
      pipeline(stream, fs.createWriteStream(got.tmp)).then(() => { pending--; done(); }, no);
    });
    bb.on('field', (n, v) => { if (n === 'metadata') got.metadata = JSON.parse(v); if (n === 'data') { got.tmp = path.join(root, 'tmp', `u${++seq}`); fs.writeFileSync(got.tmp, v); got.size = Buffer.byteLength(v); } });
    bb.on('close', () => { closed = true; done(); }); bb.on('error', no); req.on('aborted', () => no(new Error('aborted'))); req.pipe(bb);
  });
}
async function put(req, appDid, key) {
  const { tmp, size, metadata } = await receive(req);
  try {
    if (!tmp) return await space.write({ appDid, key, data: key.endsWith('/') ? null : undefined, metadata });
    const announced = req.headers['x-hash'] === 'undefined' ? undefined : req.headers['x-hash'];
    const hash = checkHash || !announced ? await core.getHash(size ? fs.createReadStream(tmp) : '') : announced;
    if (announced && hash !== announced) { stats.hashMismatch++; throw new Refused(400, `Object(${key}) hash(${hash}) does not match ${announced}`); }
    await sumUp();
    const data = fs.createReadStream(tmp).on('error', () => {}); // the core may refuse before it has opened the file
    try { await space.write({ appDid, key, data, hash, size, metadata }); } finally { data.destroy(); }
    stats.put++; stats.putBytes += size;
  } finally { if (tmp) fs.rmSync(tmp, { force: true }); }
}
/** A record, as the core's own schema has it. */
function checked(schema, value) {
  const r = schema.safeParse(value);
  if (has('strict-records') && r.error) throw new Refused(400, `Invalid audit log: ${r.error.issues.map((i) => [i.path.join('.'), i.message, ...(i.unionErrors || []).map((u) => u.issues.map((x) => `${x.path.join('.')} ${x.message}`).join(' & '))].join(' | ')).join('; ')}`);
  return value;
}
const joi = (schema, value) => { const { error, value: v } = schema.validate(value, { allowUnknown: true }); if (error) throw new Refused(400, error.message); return v; };
async function record(req, appDid, route) {
  const body = await readJson(req), { Log } = models;
  if (req.method === 'POST') {
    let log = { entityId: appDid, entityName: 'App', username: '', reason: '', env: {}, status: 'pending' };
    if (route === 'backup') { const v = joi(js.PostAppBackupCommandInputSchema, body); log = { ...log, actionType: 'app-backup', userId: v.userDid, data: { serverDid: v.serverDid, signerDid: v.signerDid, appName: v.appName, appDescription: v.appDescription, referrer: v.referrer } }; }
    else if (route === 'restore') { const v = joi(js.PostAppRestoreCommandInputSchema, body); log = { ...log, actionType: 'app-restore', userId: v.userDid, data: { serverDid: v.serverDid, appName: 'App', appDescription: '', referrer: v.referrer } }; }
    else log = { ...log, actionType: body.actionType, userId: appDid, data: { appName: 'App', appDescription: '', ...body.data } };
    return (await Log.create(checked(core.CreationAuditLogSchema, log))).toJSON();
  }
  const v = route === 'backup' ? joi(js.PutAppBackupCommandInputSchema, body) : route === 'restore' ? joi(js.PutAppRestoreCommandInputSchema, body) : body;
  const row = await Log.findOne({ where: { id: String(v.id) } });
  if (!row) throw new Refused(404, `There is no record ${v.id}`);
  const change = { id: v.id, status: v.status, reason: v.message ?? v.reason ?? '', ...(body.data ? { data: { ...row.data, ...body.data } } : {}) };
  checked(core.UpdateAuditLogSchema, change);
  return (await row.update(change)).toJSON();
}
async function page(u) {
  const q = (n, d) => u.searchParams.get(n) || d, all = (n) => { const v = [...u.searchParams.getAll(n), ...u.searchParams.getAll(n + '[]')].filter(Boolean); return v.length ? { [n]: { [Op.in]: v } } : {}; };
  const size = parseInt(q('size', '10'), 10), order = parseInt(q('order', '0'), 10);
  const { rows, count } = await models.Log.findAndCountAll({ where: { ...all('status'), ...all('actionType') }, limit: size, offset: size * parseInt(q('page', '0'), 10), order: [[q('sort', 'createdAt'), order === 1 ? 'ASC' : 'DESC']] });
  return arg('page', 'rows') === 'rows' ? { count, rows } : { total: count, data: rows };
}
async function head(res) {
  await sumUp();
  const s = await space.getSpaceStatus();
  const old = { 'x-space-name': encodeURIComponent('Oracle’s space'), 'x-listable': 'true', 'x-readable': 'true', 'x-writeable': 'true' };
  res.writeHead(200, has('no-extras') ? old : { ...old, 'x-space-version': '1.3.0', 'x-space-owner-did': APP, 'x-space-is-full': String(s.isFull), 'x-space-free-capacity': s.totalCapacity === 0 ? 'Infinity' : String(s.totalCapacity - s.usedCapacity), 'x-space-is-available': 'true', 'x-error-code': '0', 'x-error-message': '' });
  res.end();
}
const server = http.createServer(async (req, res) => {
  const u = new URL(req.url, 'http://x'), p = u.pathname;
  try {
    if (p === '/__stats') return send(res, 200, { ...stats, objects: await models.Tree.count({ where: { type: 1 } }), stored: await models.Obj.count(), marked: await models.Collection.count(), audits: await models.Log.count(), space: (await sumUp(), await space.getSpaceStatus()) });
    if (p === '/__objects') return send(res, 200, Object.fromEntries((await models.Tree.findAll({ where: { type: 1 }, raw: true })).map((t) => [t.key, { size: t.size, hash: t.objectId }])));
    if (p === '/__audit') return send(res, 200, await models.Log.findAll({ order: [['createdAt', 'ASC']] }));
    if (p === '/__gc') { const marked = await models.Collection.findAll({ raw: true }); for (const m of marked) await objectSpace.globalSpace.delete(m.id); return send(res, 200, { collected: marked.length }); }
    if (p === '/__forget') { const rows = (await models.Tree.findAll({ where: { type: 1 }, raw: true })).filter((t) => t.key.includes(u.searchParams.get('match'))); for (const t of rows) fs.rmSync(path.join(root, core.getHashPath(t.objectId)), { force: true }); return send(res, 200, { forgotten: rows.length }); }
    if (p === '/__reset') { reset(); fails = []; if (u.searchParams.get('all')) { clear(); await open(); } return send(res, 200, {}); }
    if (p === '/__fail') { fails.push({ match: u.searchParams.get('match'), method: u.searchParams.get('method'), code: +u.searchParams.get('code') || 503, times: +u.searchParams.get('times') || 1, kind: u.searchParams.get('kind') || 'status' }); return send(res, 200, {}); }
    stats.requests++; stats.inFlight++; stats.maxInFlight = Math.max(stats.maxInFlight, stats.inFlight);
    res.on('close', () => stats.inFlight--);
    if (delayMs) await new Promise((r) => setTimeout(r, delayMs));
    if (p === '/__blocklet__.js') return send(res, 200, { componentMountPoints: [{ did: 'z8iZnaYxnkMD5AKRjTKiCb8pQr1ut8UantAcf', mountPoint: '/app' }] });
    const m = [base, byDefault].filter((b) => p.startsWith(b)).map((b) => /^(?:\/app\/([^/]+))?(?:\/(.*))?$/.exec(p.slice(b.length)))[0];
    if (!m) return send(res, 404, 'not found');
    const appDid = !m[1] || m[1] === 'default' ? APP : m[1], [route, coded] = (m[2] || '').split('/').filter(Boolean);
    const key = coded && !['backup', 'restore', 'audit-log'].includes(route) ? (req.headers['x-signature-version'] === '2' ? b64(coded) : decodeURIComponent(m[2].slice(route.length + 1))) : '';
    stats.byRoute[`${req.method} ${route || ''}`] = (stats.byRoute[`${req.method} ${route || ''}`] || 0) + 1;
    for (const f of fails) if (f.times > 0 && (!f.match || p.includes(f.match) || key.includes(f.match)) && (!f.method || f.method === req.method)) {
      f.times--;
      if (f.kind === 'reset') return req.socket.destroy();
      if (f.kind === 'lost') { res.writeHead = () => req.socket.destroy(); res.end = () => {}; break; }
      if (f.kind === 'midbody') { req.once('data', () => req.socket.destroy()); return; }
      req.resume(); return send(res, f.code, `injected ${f.code}`, f.code === 429 ? { 'retry-after': '1' } : {});
    }
    if (route === 'endpoint') return send(res, 200, `http://${req.headers.host}${base}/app/${appDid}/`);
    if (req.method === 'HEAD' && m[1]) return has('strict-head') && route !== 'object' ? send(res, 404, 'not found') : await head(res); // Blocklet Server asks without a signature
    if (verify && !req.headers['x-authorization']) {
      try { await verifyRequest({ url: req.url, method: req.method, data: {}, headers: req.headers }); } catch (e) {
        stats.rejected++; if (stats.rejections.length < 5) stats.rejections.push(`${req.method} ${req.url}: ${e.message}`); req.resume(); return send(res, 401, e.message);
      }
    }
    if (req.method === 'HEAD') return await head(res); // HeadSpaceCommand asks above the app's area
    if (route === 'audit-log' && coded === 'list') return send(res, 200, await page(u));
    if (['backup', 'restore', 'audit-log'].includes(route)) return send(res, 200, await record(req, appDid, route));
    const full = path.posix.join(objectSpace.getAppSpacePath({ appDid }), key);
    const flag = (n) => u.searchParams.get(n) !== 'false'; // the official sync lists without parameters, and needs all files
    if (route === 'lists') { stats.lists++; return send(res, 200, await space.lists({ key: full, recursive: flag('recursive'), ignoreDirectories: flag('ignoreDirectories') })); }
    if (route === 'list') {
      const found = await space.list({ key: full });
      return found ? send(res, 200, found) : has('absent-empty') ? send(res, 200, '') : send(res, absent, `Object(${key}) not exists`);
    }
    if (route === 'object') {
      if (req.method === 'PUT') { await put(req, appDid, key); return send(res, 200, ''); }
      if (req.method === 'DELETE') { await space.delete({ appDid, key }); stats.del++; return send(res, 200, ''); }
      if (req.method === 'GET') {
        let hash, stream;
        try { hash = await space.getHash({ appDid, key }); stream = await space.read({ appDid, key }); } catch (e) { if (/not exists/.test(e.message)) return send(res, absent, e.message); throw e; }
        stats.get++;
        const known = has('length') ? { 'content-length': (await space.list({ key: full })).size } : {};
        res.writeHead(200, { 'content-type': req.headers['x-content-type'] || 'application/octet-stream', 'x-hash': hash, ...known });
        return await pipeline(stream, res);
      }
    }
    send(res, 404, 'no route');
  } catch (e) {
    if (stats.errors.length < 5) stats.errors.push(`${req.method} ${p}: ${e.message}`);
    if (res.headersSent) return res.destroy();
    req.resume(); send(res, e.code >= 400 ? e.code : /Insufficient free space/.test(e.message) ? fullStatus : 500, e.message);
  }
});
server.keepAliveTimeout = 60000;
server.on('connection', () => stats.connections++);
open().then(() => server.listen(+arg('port', 0), '127.0.0.1', () => console.log(JSON.stringify({ endpoint: `http://127.0.0.1:${server.address().port}${base}/app/${APP}/`, pid: process.pid }))), (e) => { console.log(e); process.exit(1); });
