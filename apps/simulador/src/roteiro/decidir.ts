import type { ChamadaDeFerramenta, Jogada } from '../anthropic/mensagem.ts';
import { diaMes, horaFalada, paraIso, somarDias, type MomentoLocal } from './calendario.ts';
import { confirmacao, falas, oferta, porQueNao } from './falas.ts';
import { filtroDoTexto } from './filtro-vagas.ts';
import { reconhecer, trechoDoAceite } from './intencao.ts';
import type { ResultadoDeFerramenta, Situacao } from './ler-pedido.ts';
import { normalizar } from './normalizar.ts';
import { quandoNoTexto } from './quando.ts';
import { ehAOferecida, vagasEm, type VagaLida } from './vagas-lidas.ts';

/** How an offer sounds in what Júlia wrote before: the question that ends it. */
const jeitoDeOferta = /o que acha\?/i;

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
    case 'pede_outra':
    case 'pergunta_vagas':
      return usar(situacao, 'buscar_vagas', filtroDaBusca(situacao));
    case 'agradece':
      return dizer(falas.agradecimento);
    case 'cumprimenta':
      return dizer(daJulia.length === 0 ? falas.cumprimento : falas.cumprimentoDeNovo);
    case 'outra_coisa':
      return dizer(falas.conversa);
  }
}

function intencaoDe({ fala, historico }: Situacao) {
  const daJulia = historico.filter((f) => f.de === 'julia');
  return reconhecer(normalizar(fala), {
    houveOferta: daJulia.some((f) => jeitoDeOferta.test(f.texto)),
    ultimaFoiOferta: jeitoDeOferta.test(daJulia.at(-1)?.texto ?? ''),
  });
}

/** On acceptance the search is wide: it only has to find the offered vaga's handle again. */
function filtroDaBusca(situacao: Situacao): Record<string, unknown> {
  if (intencaoDe(situacao) === 'aceita') return {};
  return filtroDoTexto(normalizar(situacao.fala), situacao.agora.dia);
}

function continuar(situacao: Situacao, ultimo: ResultadoDeFerramenta): Jogada {
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
      // A tool that does not exist was called under a switch: the script starts over.
      return comecar({ ...situacao, resultados: [] });
  }
}

function comVagas(situacao: Situacao, vagas: readonly VagaLida[]): Jogada {
  const recusada = situacao.resultados.findLast((r) => r.ferramenta === 'reservar_plantao');
  if (recusada) return dizer(depoisDaRecusa(recusada, vagas));
  const ofertas = situacao.historico.filter((f) => f.de === 'julia' && jeitoDeOferta.test(f.texto));
  if (intencaoDe(situacao) === 'aceita') {
    const aceita = vagas.find((vaga) => ehAOferecida(vaga, ofertas.at(-1)?.texto ?? ''));
    if (aceita) {
      return usar(situacao, 'reservar_plantao', {
        handle: aceita.handle,
        aceite: trechoDoAceite(situacao.fala),
      });
    }
    const [outra] = vagas;
    if (!outra) return dizer(`${porQueNao('')}, e por enquanto não tenho outra aberta.`);
    return dizer(`${porQueNao('')}. ${oferta(outra, 'Mas tenho outra')}`);
  }
  const nova = vagas.find((vaga) => !ofertas.some((f) => ehAOferecida(vaga, f.texto)));
  if (nova) return dizer(oferta(nova, ofertas.length > 0 ? 'Tenho também uma' : 'Tenho uma'));
  const [mesma] = vagas;
  return dizer(mesma ? falas.nadaMais : falas.nadaAberto);
}

function comReserva(situacao: Situacao, resultado: ResultadoDeFerramenta): Jogada {
  const [vaga] = vagasEm(resultado.saida);
  if (vaga && !/recusad|erro|"ok":false/.test(JSON.stringify(resultado.saida))) {
    return dizer(confirmacao(vaga));
  }
  return usar(situacao, 'buscar_vagas', {});
}

function depoisDaRecusa(recusada: ResultadoDeFerramenta, vagas: readonly VagaLida[]): string {
  const motivo = porQueNao(JSON.stringify(recusada.saida));
  const outra = vagas.find((vaga) => vaga.handle !== recusada.entrada['handle']);
  return outra
    ? `${motivo}. ${oferta(outra, 'Mas tenho outra')}`
    : `${motivo}. Outro dia ou região funciona pra vc?`;
}

function pedirLembrete(situacao: Situacao, quando: MomentoLocal | null): Jogada {
  if (quando === null) return dizer(falas.quandoChamo);
  return usar(situacao, 'agendar_lembrete', {
    quando: paraIso(quando),
    contexto: `Pediu para ser chamado: ${situacao.fala}`.slice(0, 300),
    texto: 'Oi! Vc pediu pra eu te chamar, pode falar agora?',
  });
}

function comLembrete({ fala, agora }: Situacao, resultado: ResultadoDeFerramenta): string {
  const saida = JSON.stringify(resultado.saida);
  if (/longe_demais|longe demais/.test(saida)) return falas.lembreteLonge;
  if (/passado|passou/.test(saida)) return falas.lembretePassado;
  const quando = quandoNoTexto(normalizar(fala), agora);
  if (/erro|recusad/.test(saida) || quando === null) return falas.falhaDeFerramenta;
  const dia =
    quando.dia === agora.dia
      ? 'hoje'
      : quando.dia === somarDias(agora.dia, 1)
        ? 'amanhã'
        : `dia ${diaMes(quando.dia)}`;
  return `Combinado, te chamo ${dia} às ${horaFalada(quando.minuto)}!`;
}

/** A tool that was not offered cannot be used: honest words instead. */
function usar(situacao: Situacao, nome: string, entrada: ChamadaDeFerramenta['entrada']): Jogada {
  if (!situacao.ferramentas.has(nome)) return dizer(falas.semFerramenta);
  return { tipo: 'ferramentas', chamadas: [{ nome, entrada }] };
}
