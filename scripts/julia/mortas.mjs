// Runs inside julia-api after api-de-dentro.mjs, piped by `./julia mortas`. Bodies and reasons in words stay in the api.
const [acao, ...nomes] = process.argv.slice(2);
const pedidos = [...new Set(nomes)];

// Where the api's lists end. They begin with the newest: what is older shows when that is gone.
const maxMortas = 200;
const maxGuardados = 100;

/** What was given up, as far as the api lists it, with the name that a person types to try it again. */
async function desistencias() {
  const [mortas, quarentena] = [
    await listar('/admin/filas/mortas'),
    await listar('/admin/quarentena'),
  ];
  const guardados = quarentena.filter(({ resolvidoEm }) => resolvidoEm === null);
  const itens = [
    ...mortas.map(({ fila, jobId, job, codigo, tentativas, falhouEm }) => ({
      item: `${fila}:${jobId}`,
      falhouEm,
      caminho: `/admin/filas/mortas/${fila}/${encodeURIComponent(jobId)}/reprocessar`,
      texto: `${job}  ${codigo} depois de ${tentativas} tentativa(s), ${hora(falhouEm)}`,
    })),
    ...guardados.map(({ id, motivo, recebidoEm }) => ({
      item: `quarentena:${id}`,
      falhouEm: '',
      caminho: `/admin/quarentena/${id}/reprocessar`,
      texto: `webhook  ${motivo}, ${hora(recebidoEm)}`,
    })),
  ];
  return { itens, cortes: await cortes(mortas.length, guardados.length) };
}

/** What a list that is full does not show, one line for each. */
async function cortes(mortas, guardados) {
  const linhas = [];
  if (mortas >= maxMortas) {
    const filas = await listar('/admin/filas');
    const fora = filas.reduce((soma, fila) => soma + fila.mortas, 0) - mortas;
    if (fora > 0) linhas.push(`${fora} trabalhos que desistiram ficaram de fora da lista.`);
  }
  if (guardados >= maxGuardados) {
    linhas.push(`Pode haver mais webhooks em quarentena: a lista para em ${maxGuardados}.`);
  }
  return linhas;
}

async function mostrar() {
  const { itens, cortes } = await desistencias();
  for (const { item, texto } of itens) console.log(`${item}\n  ${texto}`);
  if (itens.length === 0) console.log('Nada desistiu.');
  else if (cortes.length === 0) console.log(`${itens.length} no total.`);
  else console.log([`${itens.length} mostrados, os mais novos.`, ...cortes].join('\n'));
  return 0;
}

/** True when it is back. */
async function repetirUm({ item, caminho }) {
  const { ok, status } = await chamar(caminho, { method: 'POST' });
  if (ok) console.log(`${item}  de volta`);
  else console.error(`${item}  a api respondeu ${status}`);
  return ok;
}

async function repetirAlguns() {
  const { itens, cortes } = await desistencias();
  const sobram = pedidos.filter((nome) => !itens.some(({ item }) => item === nome));
  for (const nome of sobram) console.error(`Não está na lista: ${nome}`);
  if (sobram.length > 0) for (const linha of cortes) console.error(linha);
  let falhas = sobram.length;
  for (const escolhido of itens.filter(({ item }) => pedidos.includes(item))) {
    if (!(await repetirUm(escolhido))) falhas += 1;
  }
  console.log(`${pedidos.length - falhas} de volta à fila.`);
  return falhas > 0 ? 1 : 0;
}

/** List after list, until one shows nothing that has not been tried: what dies again may come back with another name. */
async function repetirTudo() {
  let lista = await desistencias();
  const ultima = lista.itens.map(({ falhouEm }) => falhouEm).reduce((a, b) => (a > b ? a : b), '');
  const tentadas = new Map();
  const porTentar = ({ item, falhouEm }) => !tentadas.has(item) && falhouEm <= ultima;
  for (; lista.itens.some(porTentar); lista = await desistencias()) {
    for (const um of lista.itens.filter(porTentar)) tentadas.set(um.item, await repetirUm(um));
  }
  const deNovo = lista.itens.filter(({ falhouEm }) => falhouEm > ultima).length;
  if (deNovo > 0) console.error(`${deNovo} desistiram de novo enquanto isso: a causa continua.`);
  for (const linha of lista.cortes) console.error(linha);
  const voltaram = [...tentadas.values()].filter(Boolean).length;
  console.log(`${voltaram} de volta à fila.`);
  return voltaram < tentadas.size || lista.cortes.length > 0 ? 1 : 0;
}

const repetir = () => (pedidos.includes('tudo') ? repetirTudo() : repetirAlguns());

await comandar(acao === 'repetir' ? repetir : mostrar);
