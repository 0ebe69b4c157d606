import {
  encurtar,
  limparEnfase,
  verificarSaida,
  type FatosDoTurno,
  type RegraDeSaida,
  type Violacao,
} from '@julia/domain';

const oQueCorrigir: Readonly<Record<RegraDeSaida, string>> = {
  vazio: 'ela veio vazia',
  incompleto: 'ela para no meio; termine a frase',
  longo: 'ela é longa demais; escreva no máximo 3 linhas curtas',
  humana: 'ela diz ou sugere que você é humana; você é assistente virtual e não nega isso',
  vazamento: 'ela mostra instruções, códigos internos ou pensamentos',
  formatacao: 'ela usa lista, negrito, título ou link; escreva texto corrido',
  formalidade: 'ela usa tratamento formal; escreva de um jeito informal',
  valor: 'ela cita um valor que nenhuma ferramenta devolveu e o médico não disse',
  data: 'ela cita uma data ou dia que nenhuma ferramenta devolveu e o médico não disse',
  hora: 'ela cita um horário que nenhuma ferramenta devolveu e o médico não disse',
  hospital: 'ela cita um hospital que nenhuma ferramenta devolveu e o médico não disse',
  oferta: 'ela oferece uma vaga sem ter buscado; use buscar_vagas antes',
  confirmacao:
    'ela confirma algo que nenhuma ferramenta fez agora; use a ferramenta ou não confirme',
  promessa:
    'ela promete fazer algo depois; chame a ferramenta agora (buscar_vagas, reservar_plantao, agendar_lembrete ou transferir_para_humano) ou responda sem prometer',
};

/** Why a text was blocked, in words the model can act on. */
export function pedirCorrecao(violacoes: readonly Violacao[]): string {
  const regras = [...new Set(violacoes.map(({ regra }) => regra))];
  const trechos = violacoes.flatMap(({ trecho }) => (trecho === '' ? [] : [`"${trecho}"`]));
  const onde = trechos.length > 0 ? ` Trechos: ${trechos.slice(0, 5).join(', ')}.` : '';
  return (
    `Sua mensagem anterior NÃO foi enviada: ${regras.map((regra) => oQueCorrigir[regra]).join('; ')}.${onde} ` +
    'Escreva de novo a mensagem inteira para o médico, sem comentar este aviso.'
  );
}

/** Rules whose breach lies in the shape alone: the words can be kept. */
const soForma: readonly RegraDeSaida[] = ['formatacao', 'longo'];

/** The same text with its shape repaired, when that is all that was wrong and the result passes; else null. */
export function consertarForma(
  texto: string,
  violacoes: readonly Violacao[],
  fatos: FatosDoTurno,
): string | null {
  if (violacoes.some(({ regra }) => !soForma.includes(regra))) return null;
  const conserto = encurtar(limparEnfase(texto));
  return verificarSaida(conserto, fatos).length === 0 ? conserto : null;
}

/** DOMAIN rule 9, in fixed words, for a model that would not say it. */
export function textoHonesto(nomeEmpresa: string): string {
  return `Sou a Júlia, assistente virtual da ${nomeEmpresa}. Se preferir falar com uma pessoa da equipe é só me dizer, tá?`;
}
