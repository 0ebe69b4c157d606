import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { raizDoProjeto } from '../infra/caminhos.ts';
import { InfraError } from '../infra/erro.ts';
import { StackDeDesenvolvimento } from './desenvolvimento.ts';
import { lerOpcoes, NaoDaParaComecar, nomesDosServicos } from './opcoes.ts';
import { encerrarSemPai } from './pai.ts';

/** `npm start`: the whole product on this machine, with everything outside simulated unless told otherwise. */
const nomes = nomesDosServicos(readFileSync(join(raizDoProjeto, '.env.example'), 'utf8'));

let stack: StackDeDesenvolvimento | null = null;
const encerramento: { promessa?: Promise<void> } = {};

function encerrar(codigo: number): void {
  if (encerramento.promessa) return;
  encerramento.promessa = (stack?.encerrar() ?? Promise.resolve()).then(() => process.exit(codigo));
}
process.on('SIGINT', () => encerrar(0));
process.on('SIGTERM', () => encerrar(0));
encerrarSemPai(() => encerrar(0));

try {
  const opcoes = lerOpcoes(process.argv.slice(2), join(raizDoProjeto, '.env'), process.env, nomes);
  stack = new StackDeDesenvolvimento(opcoes);
  await stack.iniciar((motivo) => {
    console.error(motivo);
    encerrar(1);
  });
} catch (erro) {
  const esperado = erro instanceof NaoDaParaComecar || erro instanceof InfraError;
  // A stop during start-up makes what was starting fail; that is no news.
  if (!encerramento.promessa) console.error(esperado ? erro.message : erro);
  encerrar(1);
}
