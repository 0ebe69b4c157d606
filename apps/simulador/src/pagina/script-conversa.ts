/** State of the page, doctors and messages. Plain browser script: no template literals inside. */
export const scriptConversa = String.raw`
const porId = (id) => document.getElementById(id);
const conversas = new Map();
const novas = new Map();
let atual = decodeURIComponent(location.hash.slice(1)) || null;

async function pedir(metodo, caminho, corpo) {
  const opcoes = { method: metodo, headers: {} };
  if (corpo !== undefined) {
    opcoes.headers['content-type'] = 'application/json';
    opcoes.body = JSON.stringify(corpo);
  }
  const resposta = await fetch('/simulador' + caminho, opcoes);
  const dados = await resposta.json();
  if (!resposta.ok) throw new Error(dados.erro || 'HTTP ' + resposta.status);
  return dados;
}

let fimDoAviso = 0;
function avisar(texto) {
  const aviso = porId('aviso');
  aviso.textContent = texto;
  aviso.hidden = false;
  clearTimeout(fimDoAviso);
  fimDoAviso = setTimeout(() => { aviso.hidden = true; }, 3500);
}

const tentar = (acao) => async (...args) => {
  try { await acao(...args); } catch (erro) { avisar('Não deu certo: ' + erro.message); }
};

function elemento(nome, atributos, ...filhos) {
  const novo = document.createElement(nome);
  for (const [chave, valor] of Object.entries(atributos || {})) {
    if (valor === null || valor === false) continue;
    if (chave === 'texto') novo.textContent = valor;
    else novo.setAttribute(chave, valor === true ? '' : valor);
  }
  novo.append(...filhos.filter(Boolean));
  return novo;
}

const hora = (em) => new Date(em).toLocaleTimeString('pt-BR', { hour: '2-digit', minute: '2-digit' });
const iniciais = (nome) => nome.replace(/^(Dra?\.|Número)\s*/, '').split(/\s+/).slice(0, 2).map((p) => p[0]).join('').toUpperCase();

function corDe(telefone) {
  const matiz = (Number(telefone.slice(-4)) * 67 + Number(telefone.slice(2, 4)) * 5 + 115) % 360;
  return 'background:linear-gradient(150deg,hsl(' + matiz + ' 45% 52%),hsl(' + (matiz + 25) + ' 50% 36%))';
}

function formatarTelefone(t) {
  const partes = /^55(\d{2})(\d{4,5})(\d{4})$/.exec(t);
  return partes ? '+55 ' + partes[1] + ' ' + partes[2] + '-' + partes[3] : '+' + t;
}

const significados = {
  PENDING: 'saindo', SERVER_ACK: 'enviada', DELIVERY_ACK: 'entregue', READ: 'lida', PLAYED: 'ouvida', ERROR: 'falhou',
};

function tiques(mensagem) {
  const { status, de } = mensagem;
  const oQue = de === 'medico' && status === 'SERVER_ACK' ? 'ainda não chegou à Júlia' : significados[status];
  if (status === 'ERROR') return elemento('span', { class: 'erro', title: 'falhou', texto: '! falhou' });
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 17 11');
  svg.setAttribute('class', 'tique' + (status === 'READ' || status === 'PLAYED' ? ' lido' : ''));
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', oQue);
  const titulo = document.createElementNS('http://www.w3.org/2000/svg', 'title');
  titulo.textContent = oQue;
  const traco = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  const formas = { PENDING: 'M8.5 1.5v4l2.5 1.5M8.5 1a4.5 4.5 0 1 0 .01 0', SERVER_ACK: 'M4 6l3 3 6-7.5' };
  traco.setAttribute('d', formas[status] || 'M1 6l3 3 6-7.5M7.5 8.7l.3.3 6-7.5');
  svg.append(titulo, traco);
  return svg;
}

/* Only what is new to this screen moves. */
let jaMostradas = new Set();

function balao(mensagem, anterior) {
  const recente = jaMostradas.size > 0 && !jaMostradas.has(mensagem.idProvedor);
  const classes = 'balao ' + mensagem.de + (anterior && anterior.de !== mensagem.de ? ' outro-autor' : '') + (recente ? ' recente' : '');
  return elemento('article', { class: classes },
    mensagem.de === 'humano' && elemento('span', { class: 'autora', texto: 'Equipe, pelo celular' }),
    elemento('span', { texto: mensagem.texto }),
    elemento('footer', {}, elemento('time', { datetime: mensagem.em, texto: hora(mensagem.em) }), tiques(mensagem)));
}

function mostrarMensagens() {
  const caixa = porId('mensagens');
  const conversa = conversas.get(atual);
  const noFim = caixa.scrollHeight - caixa.scrollTop - caixa.clientHeight < 80;
  const itens = [];
  const trocou = caixa.dataset.de !== atual;
  if (trocou) jaMostradas = new Set();
  let anterior = null;
  for (const mensagem of conversa ? conversa.mensagens : []) {
    const dia = new Date(mensagem.em).toLocaleDateString('pt-BR', { weekday: 'long', day: '2-digit', month: '2-digit' });
    if (!anterior || new Date(anterior.em).toDateString() !== new Date(mensagem.em).toDateString()) {
      itens.push(elemento('p', { class: 'dia', texto: dia }));
    }
    itens.push(balao(mensagem, anterior));
    anterior = mensagem;
  }
  if (itens.length === 0) itens.push(elemento('p', { class: 'vazio', texto: 'Diga oi para a Júlia. Ela busca vagas de verdade no banco e reserva se vc aceitar.' }));
  if (conversa && conversa.digitando) {
    itens.push(elemento('div', { class: 'pontos', 'aria-label': 'digitando' }, elemento('i'), elemento('i'), elemento('i')));
  }
  caixa.replaceChildren(...itens);
  jaMostradas = new Set(conversa ? conversa.mensagens.map((m) => m.idProvedor) : []);
  if (noFim || trocou) caixa.scrollTo({ top: caixa.scrollHeight, behavior: trocou ? 'instant' : 'smooth' });
  caixa.dataset.de = atual || '';
  const situacao = porId('situacao');
  situacao.textContent = conversa && conversa.digitando ? 'digitando…' : 'online';
  situacao.className = conversa && conversa.digitando ? 'digitando' : '';
  porId('eu').textContent = conversa ? [conversa.nome, conversa.especialidade, formatarTelefone(conversa.telefone)].filter(Boolean).join(' · ') : '';
  if (conversa) porId('lid').value = conversa.lid;
}

function mostrarMedicos() {
  const focado = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.telefone : null;
  const linhas = [...conversas.values()].map((c) => {
    const ultima = c.mensagens.at(-1);
    const conta = novas.get(c.telefone) || 0;
    const resumo = c.digitando ? 'digitando…' : ultima ? (ultima.de === 'medico' ? '' : 'Júlia: ') + ultima.texto : c.especialidade || formatarTelefone(c.telefone);
    return elemento('button', { class: 'contato', type: 'button', 'data-telefone': c.telefone, 'aria-current': String(c.telefone === atual) },
      elemento('span', { class: 'avatar', style: corDe(c.telefone), 'aria-hidden': 'true', texto: iniciais(c.nome) }),
      elemento('strong', { texto: c.nome }),
      elemento('time', { texto: ultima ? hora(ultima.em) : '' }),
      elemento('small', { class: c.digitando ? 'vivo' : '', texto: resumo }),
      conta > 0 ? elemento('span', { class: 'novas', 'aria-label': conta + ' novas', texto: String(conta) }) : elemento('span'));
  });
  porId('medicos').replaceChildren(...linhas);
  if (focado) porId('medicos').querySelector('[data-telefone="' + focado + '"]')?.focus();
}

function abrir(telefone) {
  atual = telefone;
  novas.delete(telefone);
  history.replaceState(null, '', '#' + telefone);
  porId('tela').classList.remove('na-lista');
  mostrarMedicos();
  mostrarMensagens();
}

function conversaDe(telefone) {
  if (!conversas.has(telefone)) {
    conversas.set(telefone, { telefone, nome: formatarTelefone(telefone), lid: 'telefone', mensagens: [], digitando: false });
  }
  return conversas.get(telefone);
}

function receber(mensagem) {
  const conversa = conversaDe(mensagem.telefone);
  const indice = conversa.mensagens.findIndex((m) => m.idProvedor === mensagem.idProvedor);
  if (indice >= 0) conversa.mensagens[indice] = mensagem;
  else {
    conversa.mensagens.push(mensagem);
    if (mensagem.de !== 'medico') conversa.digitando = false;
    if (mensagem.de !== 'medico' && mensagem.telefone !== atual) novas.set(mensagem.telefone, (novas.get(mensagem.telefone) || 0) + 1);
  }
  mostrarMedicos();
  if (mensagem.telefone === atual) mostrarMensagens();
}
`;
