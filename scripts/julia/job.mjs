// Runs inside julia-api, piped by `./julia job`: the token is read where it already is.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

const nome = process.argv[2] ?? '';
const { env } = process;
const token = env.JULIA_API_TOKEN || readFileSync(env.JULIA_API_TOKEN_FILE, 'utf8').trim();
const base = `http://127.0.0.1:${env.PORT || 8000}`;

const chamar = (caminho, opcoes = {}) =>
  fetch(base + caminho, {
    ...opcoes,
    headers: { authorization: `Bearer ${token}`, ...opcoes.headers },
    signal: AbortSignal.timeout(15_000),
  });

const hora = (texto) =>
  texto
    ? new Date(texto).toLocaleString('pt-BR', {
        timeZone: 'America/Sao_Paulo',
        timeZoneName: 'short',
      })
    : 'nunca';

async function lista() {
  const resposta = await chamar('/jobs');
  if (!resposta.ok) throw new Error(`a api respondeu ${resposta.status}`);
  return resposta.json();
}

async function mostrarLista() {
  for (const job of await lista()) {
    console.log(`${job.nome}  (${job.cron})`);
    console.log(
      `  último: ${hora(job.ultimoTick)} ${job.estado ?? ''}   próximo: ${hora(job.proximo)}`,
    );
  }
  return 0;
}

async function disparar() {
  const chave = `manual-${randomUUID()}`;
  const resposta = await chamar(`/jobs/${nome}`, {
    method: 'POST',
    headers: { 'idempotency-key': chave },
  });
  if (resposta.status === 404) {
    const nomes = (await lista()).map((job) => job.nome);
    console.error(`Não existe o job ${nome}. Existem: ${nomes.join(', ')}`);
    return 2;
  }
  if (resposta.status !== 202) {
    console.error(
      `A api respondeu ${resposta.status}; o job não foi disparado. Veja: ./julia doctor`,
    );
    return 1;
  }
  const { execucaoId } = await resposta.json();
  console.log(`execucaoId ${execucaoId}`);
  return 0;
}

try {
  process.exitCode = nome === '--lista' ? await mostrarLista() : await disparar();
} catch (erro) {
  console.error(`Não consegui falar com a api: ${erro.cause?.code ?? erro.message}`);
  process.exitCode = 1;
}
