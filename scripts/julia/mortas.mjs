// Runs inside julia-api after api-de-dentro.mjs, piped by `./julia mortas`. Bodies and reasons in words stay in the api.
const [acao, ...pedidos] = process.argv.slice(2);

/** Everything that was given up, with the name that a person types to try it again. */
async function desistencias() {
  const [mortas, quarentena] = [
    await listar('/admin/filas/mortas'),
    await listar('/admin/quarentena'),
  ];
  return [
    ...mortas.map(({ fila, jobId, job, codigo, tentativas, falhouEm }) => ({
      item: `${fila}:${jobId}`,
      caminho: `/admin/filas/mortas/${fila}/${encodeURIComponent(jobId)}/reprocessar`,
      texto: `${job}  ${codigo} depois de ${tentativas} tentativa(s), ${hora(falhouEm)}`,
    })),
    ...quarentena
      .filter(({ resolvidoEm }) => resolvidoEm === null)
      .map(({ id, motivo, recebidoEm }) => ({
        item: `quarentena:${id}`,
        caminho: `/admin/quarentena/${id}/reprocessar`,
        texto: `webhook  ${motivo}, ${hora(recebidoEm)}`,
      })),
  ];
}

async function mostrar() {
  const todas = await desistencias();
  for (const { item, texto } of todas) console.log(`${item}\n  ${texto}`);
  console.log(todas.length === 0 ? 'Nada desistiu.' : `${todas.length} no total.`);
  return 0;
}

async function repetir() {
  const todas = await desistencias();
  const escolhidas = pedidos.includes('tudo')
    ? todas
    : todas.filter(({ item }) => pedidos.includes(item));
  const sobram = pedidos.filter(
    (nome) => nome !== 'tudo' && !todas.some(({ item }) => item === nome),
  );
  for (const nome of sobram) console.error(`Não está na lista: ${nome}`);
  let falhas = sobram.length;
  for (const { item, caminho } of escolhidas) {
    const { ok, status } = await chamar(caminho, { method: 'POST' });
    if (ok) console.log(`${item}  de volta`);
    else console.error(`${item}  a api respondeu ${status}`);
    if (!ok) falhas += 1;
  }
  console.log(`${escolhidas.length - falhas + sobram.length} de volta à fila.`);
  return falhas > 0 ? 1 : 0;
}

await comandar(acao === 'repetir' ? repetir : mostrar);
