import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { watch } from 'rolldown';
import { opcoesDoBundle, raiz } from '../build/bundle.ts';

/**
 * Builds one app, runs it, and runs it again on every saved change. The environment is `.env` when there is one, else
 * what a running `npm start` wrote for its own services.
 */
const raizDoApp = process.argv[2];
if (!raizDoApp) {
  console.error('uso: nx serve <api|fila-worker|scheduler|simulador>');
  process.exit(1);
}
const ambientes = ['.env', '.julia/desenvolvimento.env'].map((nome) => join(raiz, nome));
const ambiente = ambientes.find((arquivo) => existsSync(arquivo));
if (!ambiente) {
  console.error(
    'Falta o ambiente deste serviço: rode `npm start` em outro terminal uma vez (cria um de desenvolvimento), ou `cp .env.example .env` e preencha.',
  );
  process.exit(1);
}

const opcoes = opcoesDoBundle(raizDoApp);
let filho: ChildProcess | null = null;
let encerrando = false;

/** The old process frees its port before the new one wants it. */
async function trocar(): Promise<void> {
  await parar();
  if (encerrando) return;
  filho = spawn(process.execPath, [`--env-file=${ambiente}`, opcoes.output.file], {
    stdio: 'inherit',
    cwd: raiz,
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
