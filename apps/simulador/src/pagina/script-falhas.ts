/** Panel of faults. Plain browser script: no template literals inside. */
export const scriptFalhas = String.raw`
let catalogo = {};
let ligadas = {};
const abertos = new Set(['Modelo']);
const escolhas = new Map();

function campoDeValor(nome, definicao) {
  if (!definicao.valor) return null;
  const { padrao, unidade, opcoes } = definicao.valor;
  const escolhido = ligadas[nome] ? ligadas[nome].valor : (escolhas.get(nome) || {}).valor ?? padrao;
  let campo;
  if (opcoes) {
    campo = elemento('select', {}, ...opcoes.map((o) => elemento('option', { value: String(o), texto: String(o), selected: String(o) === String(escolhido) })));
  } else {
    campo = elemento('input', { type: typeof padrao === 'number' ? 'number' : 'text', value: String(escolhido) });
  }
  campo.dataset.campo = 'valor';
  return elemento('label', {}, campo, unidade ? ' ' + unidade : '');
}

function campoDeVezes(nome) {
  const vezes = ligadas[nome] ? ligadas[nome].vezes : (escolhas.get(nome) || {}).vezes ?? null;
  const opcoes = [[null, 'até desligar'], [1, 'só 1 vez'], [2, '2 vezes'], [3, '3 vezes'], [5, '5 vezes'], [10, '10 vezes']];
  if (vezes !== null && !opcoes.some(([v]) => v === vezes)) opcoes.push([vezes, vezes + ' vezes']);
  const campo = elemento('select', { 'aria-label': 'Por quantas vezes' },
    ...opcoes.map(([valor, texto]) => elemento('option', { value: String(valor), texto, selected: valor === vezes })));
  campo.dataset.campo = 'vezes';
  return campo;
}

function campoDeAlvo(nome, definicao) {
  if (!definicao.alvos) return null;
  const escolhido = ligadas[nome] ? ligadas[nome].alvo : (escolhas.get(nome) || {}).alvo;
  const campo = elemento('select', { 'aria-label': 'Qual evento' },
    ...definicao.alvos.map((a) => elemento('option', { value: a, texto: a === '*' ? 'qualquer evento' : a, selected: a === escolhido })));
  campo.dataset.campo = 'alvo';
  return campo;
}

function linhaDaChave(nome, definicao) {
  const ligada = Boolean(ligadas[nome]);
  const caixa = elemento('input', { type: 'checkbox' });
  caixa.checked = ligada;
  const linha = elemento('div', { class: 'chave' + (ligada ? ' ligada' : '') },
    elemento('label', { title: nome }, caixa, elemento('span', { texto: definicao.rotulo })),
    elemento('div', { class: 'ajustes' }, campoDeValor(nome, definicao), campoDeAlvo(nome, definicao), campoDeVezes(nome)));
  const ler = () => {
    const ajuste = {};
    for (const campo of linha.querySelectorAll('[data-campo]')) {
      const bruto = campo.value;
      if (campo.dataset.campo === 'vezes') ajuste.vezes = bruto === 'null' ? null : Number(bruto);
      else if (campo.dataset.campo === 'alvo') ajuste.alvo = bruto;
      else ajuste.valor = typeof definicao.valor.padrao === 'number' ? Number(bruto) : bruto;
    }
    return ajuste;
  };
  linha.addEventListener('change', tentar(async () => {
    escolhas.set(nome, ler());
    await pedir('PUT', '/chaves', { [nome]: caixa.checked ? ler() : false });
  }));
  return linha;
}

function mostrarChaves() {
  const grupos = new Map();
  for (const [nome, definicao] of Object.entries(catalogo)) {
    if (!grupos.has(definicao.grupo)) grupos.set(definicao.grupo, []);
    grupos.get(definicao.grupo).push([nome, definicao]);
  }
  const blocos = [...grupos].map(([grupo, chaves]) => {
    const quantas = chaves.filter(([nome]) => ligadas[nome]).length;
    const bloco = elemento('details', { class: 'grupo', open: abertos.has(grupo) },
      elemento('summary', { texto: grupo }, quantas > 0 && elemento('b', { texto: String(quantas) })),
      ...chaves.map(([nome, definicao]) => linhaDaChave(nome, definicao)));
    bloco.addEventListener('toggle', () => { bloco.open ? abertos.add(grupo) : abertos.delete(grupo); });
    return bloco;
  });
  porId('chaves').replaceChildren(...blocos);
  const total = Object.keys(ligadas).length;
  porId('quantas').hidden = total === 0;
  porId('quantas').textContent = String(total);
}

async function carregarChaves() {
  const dados = await pedir('GET', '/chaves');
  catalogo = dados.catalogo;
  ligadas = dados.ligadas;
  mostrarChaves();
}

function mostrarPainel(aberto) {
  porId('painel').hidden = !aberto;
  porId('tela').classList.toggle('com-painel', aberto);
  porId('abrir-falhas').setAttribute('aria-expanded', String(aberto));
  (aberto ? porId('fechar-falhas') : porId('abrir-falhas')).focus();
}
`;
