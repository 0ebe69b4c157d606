// Becomes the `main.js` of every program: runs the bundle beside it, `main.cjs`, a single function that takes what Node
// gives a CommonJS module. Its point is the compiled form it keeps: the one that Node's own compile cache holds is made
// before anything has run and lacks every function that is compiled on its first call, a quarter of a service's start.
import { isAscii } from 'node:buffer';
import { accessSync, constants, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire, getCompileCacheDir } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** A service is up by then, and V8 has not yet dropped the code that only a start needs. */
const depoisDoInicioMs = 5_000;
/** Before the compiled form: the checksums of the text it was made from and of itself, which V8 takes on trust. */
const cabecalho = 8;

const arquivo = fileURLToPath(import.meta.url).replace(/\.js$/, '.cjs');

/** Set by NODE_COMPILE_CACHE. Named by Node's version, architecture and user, so one of another is never found. */
const pasta = getCompileCacheDir();
const guardado = pasta && join(pasta, `${crc32(arquivo).toString(16)}.compilado`);

function lerCompilado(soma) {
  if (!guardado) return undefined;
  try {
    const lido = readFileSync(guardado);
    const compilado = lido.subarray(cabecalho);
    const inteiro = lido.readUInt32LE(4) === crc32(compilado);
    return inteiro && lido.readUInt32LE(0) === soma ? compilado : undefined;
  } catch {
    return undefined;
  }
}

/** Two programs that end at once each write a whole file. Without a place to write, the next start is just slower. */
function guardarCompilado(script, soma) {
  try {
    accessSync(pasta, constants.W_OK);
    const compilado = script.createCachedData();
    const inicio = Buffer.alloc(cabecalho);
    inicio.writeUInt32LE(soma, 0);
    inicio.writeUInt32LE(crc32(compilado), 4);
    const provisorio = `${guardado}.${process.pid}`;
    writeFileSync(provisorio, Buffer.concat([inicio, compilado]));
    renameSync(provisorio, guardado);
  } catch {
    // As said above.
  }
}

/** The bundle as a function. Text and compiled form are let go on return: at the top level they would stay in memory. */
function carregar() {
  const texto = readFileSync(arquivo);
  const soma = crc32(texto);
  const cachedData = lerCompilado(soma);
  // ASCII, which the build makes of nearly all, is kept by V8 as it is, one byte per character.
  const codigo = texto.toString(isAscii(texto) ? 'latin1' : 'utf8');
  const script = new Script(codigo, { filename: arquivo, cachedData });
  if (guardado && (!cachedData || script.cachedDataRejected)) {
    const guardar = () => {
      clearTimeout(depoisDoInicio);
      process.off('exit', guardar);
      guardarCompilado(script, soma);
    };
    const depoisDoInicio = setTimeout(guardar, depoisDoInicioMs).unref();
    process.once('exit', guardar);
  }
  return script.runInThisContext();
}

const modulo = { exports: {} };
carregar()(createRequire(arquivo), modulo, modulo.exports, arquivo, dirname(arquivo));
