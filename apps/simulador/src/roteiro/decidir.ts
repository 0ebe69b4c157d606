import type { ChamadaDeFerramenta, Jogada } from '../anthropic/mensagem.ts';
import { horaFalada, paraIsoLocal, somarDias, type MomentoLocal } from './calendario.ts';
import { diaNoTexto } from './dias-ditos.ts';
import { confirmacao, falas, oferta, porQueNao } from './falas.ts';
import { filtroDoTexto } from './filtro-vagas.ts';
import { reconhecer, trechoDoAceite } from './intencao.ts';
import type { ResultadoDeFerramenta, Situacao } from './ler-pedido.ts';
import { normalizar } from './normalizar.ts';
import { quandoNoTexto } from './quando.ts';
import { ehAOferecida, handleNoContexto, vagasEm, type VagaLida } from './vagas-lidas.ts';

/** How an offer sounds in what Júlia wrote before: the question that ends it. */
const jeitoDeOferta = /\bo q(?:ue)? acha\?/i;
const jeitoDeEquipe = /\b(?:chame|chamo|chamar) alguém da equipe|\bfalar com uma pessoa da equipe/i;
const pedeSim = /\bo q(?:ue)? acha\?|\bposso reservar\b/i;
/** What a tool says when the call itself was wrong: the same move is made again, once. */
const chamadaErrada = /^(Entrada inválida|Não existe a ferramenta)/;
const maximoDeErros = 2;

const dizer = (texto: string): Jogada => ({ tipo: 'texto', texto });

/** The scripted Júlia: one move from one request, nothing remembered. */
export function decidir(situacao: Situacao): Jogada {
  const ultimo = situacao.resultados.at(-1);
  return ultimo ? continuar(situacao, ultimo) : comecar(situacao);
}

function comecar(situacao: Situacao): Jogada {
  const { fala, historico, agora } = situacao;
  const daJulia = historico.filter((f) => f.de === 'julia');
  const texto = normalizar(fala);
  switch (intencaoDe(situacao)) {
    case 'pede_pessoa':
      return usar(situacao, 'transferir_para_humano', {
        motivo: 'Pediu para falar com uma pessoa',
      });
    case 'pergunta_robo':
      return dizer(falas.robo);
    case 'pede_lembrete':
      return pedirLembrete(situacao, quandoNoTexto(texto, agora));
    case 'recusa':
      return dizer(falas.recusa);
    case 'aceita':
      return aceitar(situacao);
    case 'quase_aceita':
      return dizer(falas.semAceiteClaro);
    case 'pede_outra':
    case 'pergunta_vagas':
      return usar(situacao, 'buscar_vagas', filtroDaBusca(situacao));
    case 'agradece':
      return dizer(falas.agradecimento);
    case 'cumprimenta':
      return dizer(daJulia.length === 0 ? falas.cumprimento : falas.cumprimentoDeNovo);
    case 'pede_valor':
      return dizer(falas.valor);
    case 'outra_coisa':
      return dizer(
        daJulia.at(-1)?.texto === falas.conversa ? falas.conversaDeNovo : falas.conversa,
      );
  }
}

function intencaoDe({ fala, historico }: Situacao) {
  const daJulia = historico.filter((f) => f.de === 'julia');
  return reconhecer(normalizar(fala), {
    houveOferta: daJulia.some((f) => jeitoDeOferta.test(f.texto)),
    ultimaFoiOferta: pedeSim.test(daJulia.at(-1)?.texto ?? ''),
    ultimaFoiEquipe: jeitoDeEquipe.test(daJulia.at(-1)?.texto ?? ''),
  });
}

/** On acceptance the search only has to find the offered vaga's handle again: its day is enough. */
function filtroDaBusca(situacao: Situacao): Record<string, unknown> {
  const { agora, fala } = situacao;
  if (intencaoDe(situacao) !== 'aceita') return filtroDoTexto(normalizar(fala), agora.dia);
  const dia = diaNoTexto(normalizar(ultimaOferta(situacao)), agora.dia);
  return dia === null ? {} : { de: dia, ate: dia };
}

function ultimaOferta({ historico }: Situacao): string {
  const oferecida = historico.findLast((f) => f.de === 'julia' && jeitoDeOferta.test(f.texto));
  return oferecida?.texto ?? '';
}

/** The handle is known when the call's context lists what was offered; else it has to be searched for. */
function aceitar(situacao: Situacao): Jogada {
  const handle = handleNoContexto(situacao.contexto, ultimaOferta(situacao));
  return handle === null
    ? usar(situacao, 'buscar_vagas', filtroDaBusca(situacao))
    : reservar(situacao, handle);
}

function reservar(situacao: Situacao, handle: string): Jogada {
  const aceite = trechoDoAceite(situacao.fala);
  return usar(situacao, 'reservar_plantao', { handle, aceite });
}

function continuar(situacao: Situacao, ultimo: ResultadoDeFerramenta): Jogada {
  if (chamadaErrada.test(palavras(camposDe(ultimo.saida)['erro']))) {
    const erros = situacao.resultados.filter((r) => 'erro' in camposDe(r.saida)).length;
    return erros > maximoDeErros ? dizer(falas.falhaDeFerramenta) : comecar(situacao);
  }
  switch (ultimo.ferramenta) {
    case 'buscar_vagas':
      return comVagas(situacao, vagasEm(ultimo.saida));
    case 'reservar_plantao':
      return comReserva(situacao, ultimo);
    case 'agendar_lembrete':
      return dizer(comLembrete(situacao, ultimo));
    case 'transferir_para_humano':
      return dizer(falas.transferencia);
    default:
      return comecar(situacao);
  }
}

function comVagas(situacao: Situacao, vagas: readonly VagaLida[]): Jogada {
  const recusada = situacao.resultados.findLast((r) => camposDe(r.saida)['reservado'] === false);
  if (recusada) return dizer(depoisDaRecusa(recusada, vagas));
  if (intencaoDe(situacao) === 'aceita') return reencontrar(situacao, vagas);
  const buscas = situacao.resultados.filter(
    (r) => r.ferramenta === 'buscar_vagas' && !('erro' in camposDe(r.saida)),
  );
  if (vagas.length === 0) return alargar(situacao, buscas);
  const ofertas = situacao.historico.filter((f) => f.de === 'julia' && jeitoDeOferta.test(f.texto));
  const nova = vagas.find((vaga) => !ofertas.some((f) => ehAOferecida(vaga, f.texto)));
  if (!nova) return dizer(falas.nadaMais);
  const alargada = buscas.length > 1 && vagasEm(buscas[0]?.saida).length === 0;
  if (alargada) return dizer(oferta(nova, falas.soOutra));
  return dizer(oferta(nova, ofertas.length > 0 ? 'Tenho também uma' : 'Tenho uma'));
}

/** What was accepted must still be among the open ones; else the truth, and another offer. */
function reencontrar(situacao: Situacao, vagas: readonly VagaLida[]): Jogada {
  const aceita = vagas.find((vaga) => ehAOferecida(vaga, ultimaOferta(situacao)));
  if (aceita) return reservar(situacao, aceita.handle);
  const [outra] = vagas;
  return dizer(
    outra
      ? `${porQueNao('')}. ${oferta(outra, 'Mas tenho outra')}`
      : `${porQueNao('')}. Outro dia ou região funciona pra vc?`,
  );
}

/** Nothing matched: once more with the especialidade alone, so that an honest "but I have…" is possible. */
function alargar(situacao: Situacao, buscas: readonly ResultadoDeFerramenta[]): Jogada {
  const { especialidade, ...resto } = buscas.at(-1)?.entrada ?? {};
  if (buscas.length > 1 || Object.keys(resto).length === 0) return dizer(falas.nadaAberto);
  return usar(situacao, 'buscar_vagas', especialidade === undefined ? {} : { especialidade });
}

function comReserva(situacao: Situacao, { saida }: ResultadoDeFerramenta): Jogada {
  const { reservado } = camposDe(saida);
  const [vaga] = vagasEm(saida);
  if (reservado === true && vaga) return dizer(confirmacao(vaga));
  if (reservado === false) return usar(situacao, 'buscar_vagas', {});
  return dizer(falas.semAceiteClaro);
}

function depoisDaRecusa(recusada: ResultadoDeFerramenta, vagas: readonly VagaLida[]): string {
  const motivo = porQueNao(palavras(camposDe(recusada.saida)['motivo']));
  const outra = vagas.find((vaga) => vaga.handle !== recusada.entrada['handle']);
  return outra
    ? `${motivo}. ${oferta(outra, 'Mas tenho outra')}`
    : `${motivo}. Outro dia ou região funciona pra vc?`;
}

function pedirLembrete(situacao: Situacao, quando: MomentoLocal | null): Jogada {
  if (quando === null) return dizer(falas.quandoChamo);
  return usar(situacao, 'agendar_lembrete', {
    instante: paraIsoLocal(quando),
    contexto: `Pediu para ser chamado: ${situacao.fala}`.slice(0, 300),
    texto: 'Oi! Vc pediu pra eu te chamar, pode falar agora?',
  });
}

function comLembrete({ fala, agora }: Situacao, { saida }: ResultadoDeFerramenta): string {
  const { agendado, ajustado, erro } = camposDe(saida);
  if (typeof agendado !== 'string') {
    if (/90 dias/.test(palavras(erro))) return falas.lembreteLonge;
    return /passou/.test(palavras(erro)) ? falas.lembretePassado : falas.falhaDeFerramenta;
  }
  const pedido = quandoNoTexto(normalizar(fala), agora);
  const perto = pedido === null || ajustado === true ? null : diaPerto(agora, pedido.dia);
  // The tool's own words win whenever it moved the time into business hours.
  const quando =
    pedido === null || perto === null
      ? agendado.replace(/, (\d{2}\/\d{2})\/\d{4}/, ' $1')
      : `${perto} às ${horaFalada(pedido.minuto)}`;
  return `Combinado, te chamo ${quando}!`;
}

function diaPerto(agora: MomentoLocal, dia: string): string | null {
  if (dia === agora.dia) return 'hoje';
  return dia === somarDias(agora.dia, 1) ? 'amanhã' : null;
}

function camposDe(saida: unknown): Readonly<Record<string, unknown>> {
  return typeof saida === 'object' && saida !== null ? (saida as Record<string, unknown>) : {};
}

function palavras(valor: unknown): string {
  return typeof valor === 'string' ? valor : '';
}

/** A tool that was not offered cannot be used: honest words instead. */
function usar(situacao: Situacao, nome: string, entrada: ChamadaDeFerramenta['entrada']): Jogada {
  if (!situacao.ferramentas.has(nome)) return dizer(falas.semFerramenta);
  return { tipo: 'ferramentas', chamadas: [{ nome, entrada }] };
}
