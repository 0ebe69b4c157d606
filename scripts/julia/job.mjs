// Runs inside julia-api after api-de-dentro.mjs, piped by `./julia job`.
import { randomUUID } from 'node:crypto';

const nome = process.argv[2] ?? '';

async function mostrarLista() {
  for (const job of await listar('/jobs')) {
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
    const nomes = (await listar('/jobs')).map((job) => job.nome);
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

await comandar(nome === '--lista' ? mostrarLista : disparar);
