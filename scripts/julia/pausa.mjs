// Runs inside julia-api after api-de-dentro.mjs, piped by `./julia pausar` and `./julia retomar`.
const [acao, quem, motivo] = process.argv.slice(2);

await comandar(async () => {
  const resposta = await chamar('/admin/pausa', {
    method: acao === 'pausar' ? 'POST' : 'DELETE',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ quem, ...(motivo && { motivo }) }),
  });
  if (!resposta.ok) throw new Error(`a api respondeu ${resposta.status}`);
  const { pausada } = await resposta.json();
  console.log(
    pausada ? 'Pausada: nada sai até ./julia retomar.' : 'Retomada: o que esperava sai agora.',
  );
  return 0;
});
