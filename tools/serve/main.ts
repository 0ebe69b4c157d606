import { spawn, type ChildProcess } from 'node:child_process';
import { basename, join } from 'node:path';
import { watch } from 'rolldown';
import { opcoesDoBundle, raiz } from '../build/bundle.ts';
import { dirJulia } from '../infra/caminhos.ts';
import { NaoDaParaComecar } from '../start/opcoes.ts';
import type { Variaveis } from '../stack/ambiente.ts';
import { ambienteDoServico, exigirVizinhos } from './ambiente.ts';

/** Builds one app, runs it, and runs it again on every saved change. */
const raizDoApp = process.argv[2];
if (!raizDoApp) {
  console.error('uso: nx serve <api|fila-worker|scheduler|simulador>');
  process.exit(1);
}
const projeto = process.env['NX_TASK_TARGET_PROJECT'] ?? basename(raizDoApp);
const ambiente = await prepararAmbiente(raizDoApp);

async function prepararAmbiente(app: string): Promise<Variaveis> {
  try {
    const arquivos = {
      env: join(raiz, '.env'),
      doStart: join(dirJulia, 'desenvolvimento.env'),
    };
    const juntas = ambienteDoServico(arquivos, process.env);
    await exigirVizinhos(app, projeto, juntas);
    return juntas;
  } catch (erro) {
    if (!(erro instanceof NaoDaParaComecar)) throw erro;
    console.error(erro.message);
    process.exit(1);
  }
}

const opcoes = opcoesDoBundle(raizDoApp);
let filho: ChildProcess | null = null;
let encerrando = false;

/** The old process frees its port before the new one wants it. */
async function trocar(): Promise<void> {
  await parar();
  if (encerrando) return;
  filho = spawn(process.execPath, [join(opcoes.output.dir, 'main.js')], {
    stdio: 'inherit',
    cwd: raiz,
    env: ambiente,
  });
}

function parar(): Promise<void> {
  const atual = filho;
  filho = null;
  if (!atual || atual.exitCode !== null || atual.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    atual.once('exit', () => resolve());
    atual.kill('SIGTERM');
  });
}

const observador = watch({ ...opcoes, watch: { buildDelay: 100 } });
let fila: Promise<void> = Promise.resolve();
observador.on('event', (evento) => {
  if (evento.code === 'ERROR') {
    console.error(evento.error.message);
    void evento.result.close();
  }
  if (evento.code === 'BUNDLE_END') {
    void evento.result.close();
    fila = fila.then(trocar);
  }
});

async function encerrar(): Promise<void> {
  encerrando = true;
  await observador.close();
  await fila;
  await parar();
  process.exit(0);
}
process.once('SIGINT', () => void encerrar());
process.once('SIGTERM', () => void encerrar());
