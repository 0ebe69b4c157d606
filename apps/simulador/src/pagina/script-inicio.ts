/** Wires the page to the API and to the live stream. Plain browser script: no template literals inside. */
export const scriptInicio = String.raw`
const frases = [
  'oi, tem plantão de anestesia essa semana?', 'pode reservar', 'tem outra?', 'me chama amanhã 10h',
  'vc é um robô?', 'quero falar com uma pessoa', 'não quero mais receber mensagens',
];

const enviar = tentar(async (corpo) => {
  if (!atual) return;
  const caminho = porId('equipe').checked && corpo.texto ? '/aparelho' : '/mensagens';
  await pedir('POST', caminho, { telefone: atual, ...corpo });
});

function enviarTexto() {
  const campo = porId('texto');
  const texto = campo.value.trim();
  if (texto === '') return;
  campo.value = '';
  ajustarAltura();
  porId('mensagens').scrollTop = porId('mensagens').scrollHeight;
  void enviar({ texto });
}

function ajustarAltura() {
  const campo = porId('texto');
  campo.style.height = 'auto';
  campo.style.height = campo.scrollHeight + 2 + 'px';
}

const anexos = {
  imagem: { tipo: 'imagem' }, audio: { tipo: 'audio' }, sticker: { tipo: 'sticker' },
  documento: { tipo: 'documento', nome: 'curriculo.pdf' },
  localizacao: { tipo: 'localizacao', nome: 'Hospital Fictício', endereco: 'Av. Exemplo, 1000' },
};

porId('sugestoes').append(...frases.map((texto) => {
  const botao = elemento('button', { type: 'button', texto });
  botao.addEventListener('click', () => void enviar({ texto }));
  return botao;
}));
porId('escrever').addEventListener('submit', (evento) => { evento.preventDefault(); enviarTexto(); });
porId('texto').addEventListener('input', ajustarAltura);
porId('texto').addEventListener('keydown', (evento) => {
  if (evento.key === 'Enter' && !evento.shiftKey && !evento.isComposing) { evento.preventDefault(); enviarTexto(); }
});
document.querySelector('.menu').addEventListener('click', (evento) => {
  const botao = evento.target.closest('button');
  if (!botao) return;
  document.querySelector('.anexos').open = false;
  void enviar({ conteudo: anexos[botao.dataset.tipo] });
  porId('texto').focus();
});
porId('medicos').addEventListener('click', (evento) => {
  const linha = evento.target.closest('[data-telefone]');
  if (!linha) return;
  abrir(linha.dataset.telefone);
  porId('texto').focus();
});
porId('novo').addEventListener('submit', tentar(async (evento) => {
  evento.preventDefault();
  const campo = porId('novo-telefone');
  const digitos = campo.value.replace(/\D/g, '');
  const medico = await pedir('PUT', '/medicos', { telefone: digitos.length <= 11 ? '55' + digitos : digitos });
  campo.value = '';
  conversaDe(medico.telefone).nome = medico.nome;
  abrir(medico.telefone);
  porId('texto').focus();
}));
porId('abrir-lista').addEventListener('click', () => porId('tela').classList.add('na-lista'));
porId('abrir-falhas').addEventListener('click', () => mostrarPainel(porId('painel').hidden));
porId('fechar-falhas').addEventListener('click', () => mostrarPainel(false));
porId('reconectar').addEventListener('click', tentar(async () => {
  await pedir('POST', '/reconectar');
  avisar('Número reconectado');
}));
porId('desligar-tudo').addEventListener('click', tentar(() => pedir('DELETE', '/chaves')));
porId('zerar').addEventListener('click', tentar(async () => {
  if (confirm('Apagar conversas e falhas do simulador? O banco da Júlia não muda.')) await pedir('DELETE', '/estado');
}));
porId('lid').addEventListener('change', tentar((evento) => pedir('PUT', '/medicos', { telefone: atual, lid: evento.target.value })));

document.addEventListener('keydown', (evento) => {
  if (evento.key === 'Escape') {
    if (document.querySelector('.anexos').open) document.querySelector('.anexos').open = false;
    else if (!porId('painel').hidden) mostrarPainel(false);
  }
  if (!evento.altKey || (evento.key !== 'ArrowUp' && evento.key !== 'ArrowDown')) return;
  evento.preventDefault();
  const telefones = [...conversas.keys()];
  const passo = evento.key === 'ArrowDown' ? 1 : telefones.length - 1;
  abrir(telefones[(telefones.indexOf(atual) + passo) % telefones.length]);
});

async function carregar() {
  conversas.clear();
  for (const conversa of await pedir('GET', '/conversas')) conversas.set(conversa.telefone, conversa);
  abrir(conversas.has(atual) ? atual : [...conversas.keys()][0]);
  await carregarChaves();
}

const aoVivo = new EventSource('/simulador/eventos');
const ouvir = (evento, acao) => aoVivo.addEventListener(evento, (e) => acao(JSON.parse(e.data)));
ouvir('mensagem', receber);
ouvir('medico', (medico) => { Object.assign(conversaDe(medico.telefone), { nome: medico.nome, lid: medico.lid }); mostrarMedicos(); mostrarMensagens(); });
ouvir('digitando', (aviso) => {
  conversaDe(aviso.telefone).digitando = aviso.digitando;
  mostrarMedicos();
  if (aviso.telefone === atual) mostrarMensagens();
});
ouvir('chaves', (aviso) => { ligadas = aviso.ligadas; mostrarChaves(); });
ouvir('zerado', tentar(carregar));
// What changed while the stream was down is read again.
let caiu = false;
aoVivo.addEventListener('error', () => { caiu = true; porId('situacao').textContent = 'sem conexão com o simulador'; });
aoVivo.addEventListener('open', tentar(async () => { if (caiu) { caiu = false; await carregar(); } }));
void tentar(carregar)();
if (matchMedia('(min-width: 721px)').matches) porId('texto').focus();
`;
