// Runs inside julia-api after api-de-dentro.mjs, piped by `./julia pausar`, `./julia retomar` and `./julia liberar`.
const [acao, quem, alvo] = process.argv.slice(2);

async function pedir(method, caminho, corpo) {
  const resposta = await chamar(caminho, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ quem, ...corpo }),
  });
  if (!resposta.ok) throw new Error(`a api respondeu ${resposta.status}`);
  return resposta.json();
}

async function pausar() {
  await pedir('POST', '/admin/pausa', { motivo: alvo });
  return 'Pausada: nada sai até ./julia retomar.';
}

async function retomar() {
  await pedir('DELETE', '/admin/pausa');
  return 'Retomada: o que esperava sai agora.';
}

async function liberar() {
  const { liberada } = await pedir('POST', `/admin/instancias/${encodeURIComponent(alvo)}/liberar`);
  return liberada
    ? `Liberado: ${alvo} volta a iniciar conversas, dentro dos limites.`
    : `${alvo} não estava parado: nada mudou. O nome é o da instância na Evolution.`;
}

await comandar(async () => {
  console.log(await { pausar, retomar, liberar }[acao]());
  return 0;
});
