// Put before modules that talk to the api from inside its own container: the token is read where it already is.
import { readFileSync } from 'node:fs';

const { env } = process;
const token = env.JULIA_API_TOKEN || readFileSync(env.JULIA_API_TOKEN_FILE, 'utf8').trim();
const base = `http://127.0.0.1:${env.PORT || 8000}`;

const chamar = (caminho, opcoes = {}) =>
  fetch(base + caminho, {
    ...opcoes,
    headers: { authorization: `Bearer ${token}`, ...opcoes.headers },
    signal: AbortSignal.timeout(15_000),
  });

/** JSON of a list; throws when the api refuses. */
async function listar(caminho) {
  const resposta = await chamar(caminho);
  if (!resposta.ok) throw new Error(`a api respondeu ${resposta.status}`);
  return resposta.json();
}

const hora = (texto) =>
  texto
    ? new Date(texto).toLocaleString('pt-BR', {
        timeZone: 'America/Sao_Paulo',
        timeZoneName: 'short',
      })
    : 'nunca';

/** Runs the command; what cannot be reached is said in one line. */
async function comandar(comando) {
  try {
    process.exitCode = await comando();
  } catch (erro) {
    console.error(`Não consegui falar com a api: ${erro.cause?.code ?? erro.message}`);
    process.exitCode = 1;
  }
}
