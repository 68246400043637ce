// The official client as a peer, over any endpoint. usage:
//   node official-client.cjs COMMAND --endpoint URL [--dir DIR] [--pid DID] [--did DID] [--concurrency N] [--strict] [--key KEY]
//     full, incremental   back DIR up; --strict: delete from the space what is gone from DIR (strictSync)
//     restore             into DIR, what lies below the --pid
//     list, put, get, delete   a folder; one object, from or to the file DIR
//     head                the space's status, as HeadSpaceCommand reads it
//     history             the space's log, as Blocklet Server asks for it for the official page
//     delegation          issues one to the wallet --to, as Blocklet Server has users issue them
//   --did is --pid unless told, and --pid the wallet's address.
// prints one JSON line: the command's own output, how often onAfterUpload was called, wall seconds and peak RSS.
const fs = require('fs'), path = require('path'), os = require('os');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'official-client-')); // where it copies to what it sends
process.on('exit', () => fs.rmSync(scratch, { recursive: true, force: true }));
process.env.ABT_NODE_DATA_DIR = scratch;
const c = require('@blocklet/did-space-js');
const { fromSecretKey, WalletType } = require('@ocap/wallet');
const jwt = require('@arcblock/jwt'), { toBase58 } = require('@ocap/util');
const arg = (n, d) => { const i = process.argv.indexOf('--' + n); return i < 0 ? d : process.argv[i + 1]; };
const cmd = process.argv[2], endpoint = arg('endpoint'), file = path.resolve(arg('dir', '.')), dir = file + '/';
const SK = '0xD67C071B6F51D2B61180B9B1AA9BE0DD0704619F0E30453AB4A592B036EDE644E4852B7091317E3622068E62A5127D1FB0D4AE2FC50213295E10652D2F0ABFC7';
const wallet = fromSecretKey(SK, WalletType('default'));
const client = new c.SpaceClient({ endpoint, wallet, url: new URL(endpoint).origin });
const pid = arg('pid', wallet.address), did = arg('did', pid), key = arg('key', '/');
let uploaded = 0; const onAfterUpload = async () => { uploaded++; };
const common = {
  appPid: pid, appDid: did, userDid: wallet.address, referrer: 'https://example.com/backup', appName: 'Peer', appDescription: 'official client',
  serverDid: wallet.address, signerDid: wallet.address, concurrency: +arg('concurrency', 4), strictSync: process.argv.includes('--strict'),
};
function walk(d, out = []) { for (const e of fs.readdirSync(d, { withFileTypes: true })) { const p = path.join(d, e.name); if (e.isDirectory()) walk(p, out); else if (e.isFile()) { const s = fs.statSync(p); out.push({ key: '/' + path.relative(dir, p), name: e.name, isDir: false, size: s.size, lastModified: s.mtimeMs, editable: false, mimeType: 'x', absolutePath: p }); } } return out; }
const send = (command) => client.send(command);
const commands = {
  full: () => send(new c.BackupBlockletCommand({ ...common, source: dir, onAfterUpload })),
  incremental: () => send(new c.IncrementalBackupBlockletCommand({ ...common, source: walk(dir), onAfterUpload })),
  restore: () => send(new c.RestoreBlockletCommand({ ...common, target: dir })),
  list: () => send(new c.ListObjectsCommand({ key, recursive: true, ignoreDirectories: true })),
  put: () => send(new c.PutObjectCommand({ key, data: fs.createReadStream(file) })),
  get: async () => { const out = await send(new c.GetObjectCommand({ key })); if (out.statusCode === 200) await c.streamToFile(out.data, file); return { ...out, data: null }; },
  delete: () => send(new c.DeleteObjectCommand({ key })),
  head: async () => { const out = await send(new c.HeadSpaceCommand({})); return { ...out, data: out.response.headers }; },
  delegation: async () => ({ data: await jwt.sign(wallet.address, wallet.secretKey, {
    agentDid: `did:abt:${arg('to')}`, from: wallet.address, to: arg('to'), userPk: toBase58(wallet.publicKey), exp: Math.floor(Date.now() / 1000) + 3600,
    permissions: [{ role: 'DIDConnectAgent', claims: ['encryptionKey'] }, { role: 'DIDSpaceAgent', spaces: ['*'] }],
  }) }),
  history: () => new Promise((ok, no) => c.auditLogList({ query: { endpoint, size: arg('size', '100') }, method: 'GET', getBlockletInfo: async () => ({ wallet }) }, { send: ok }).catch(no)),
};
(async () => {
  const t0 = process.hrtime.bigint();
  const out = await commands[cmd]();
  const seconds = Number(process.hrtime.bigint() - t0) / 1e9;
  console.log(JSON.stringify({ statusCode: out.statusCode, statusMessage: out.statusMessage, data: out.data, uploaded, seconds, rssMb: Math.round(process.resourceUsage().maxRSS / 1024) }));
  process.exit(0);
})().catch((e) => { console.error(e); process.exit(1); });
