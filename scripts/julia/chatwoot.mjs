// Runs inside julia-worker, piped by `./julia conectar-chatwoot`. The line before it holds the secrets.
/* global segredos */
const { url, conta, chave } = segredos;

const remedios = {
  401: 'A chave não serve: copie o Token de acesso do perfil de um administrador.',
  403: 'A chave é de alguém sem acesso a esta conta.',
  404: 'Não há esta conta: o número é o N de /app/accounts/N.',
};

try {
  const resposta = await fetch(`${url}/api/v1/accounts/${conta}`, {
    headers: { api_access_token: chave },
    signal: AbortSignal.timeout(15_000),
  });
  if (resposta.status === 200)
    console.log(`ok     O Chatwoot em ${url} aceita a chave na conta ${conta}.`);
  else {
    console.error(`O Chatwoot respondeu ${resposta.status}.`);
    console.error(`  → ${remedios[resposta.status] ?? 'Confira o endereço.'}`);
    process.exitCode = 1;
  }
} catch (erro) {
  console.error(`Não alcanço ${url} (${erro.cause?.code ?? erro.name}).`);
  console.error('  → O endereço tem de ser alcançável de dentro do contêiner do worker.');
  process.exitCode = 1;
}
