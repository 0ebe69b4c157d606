import { combina, oracoes, padrao, type FamiliaDePadroes } from './normalizar-texto.ts';

const mensagens =
  '(?:mensage(?:m|ns)|whatsapp|propagandas?|spam|divulgac(?:ao|oes)|ofertas?|notificac(?:ao|oes)|anuncios?|propostas?|convites?)';
/** All vagas, not those of some place, time or kind. */
const todasAsVagas =
  '(?:vagas?|plantao|plantoes)(?! (?:de|d[aeo]s?|dess[ae]s?|em|n[ao]s?|ness[ae]s?|para|pra|pro|com|que|tao|longe|fora|aos?)\\b)';
const coisas = `(?:nada|isso|essas? coisas?|contatos?|${mensagens}|${todasAsVagas})`;
const enchimento =
  '(?:(?:mais|qualquer|nenhuma?|nenhum|esse tipo de|este tipo de|tanta|tantas|essas?|esses?|suas?|de voces|as|os|a|o) ){0,3}';
const tirar =
  '(?:remov(?:a|e|er|am|erem)|tir(?:a|e|em|ar|arem)|exclu(?:a|i|ir|am|irem)|apag(?:a|ue|uem|ar)|delet(?:a|e|em|ar)|retir(?:a|e|em|ar)|risc(?:a|ar)|risque)';
const gentileza = '(?: (?:ja|logo|ai|agora|entao|por favor))*';
const outroHorario =
  'horario|madrugada|noite|cedo|tarde|domingo|sabado|feriado|fim de semana|final de semana|(?:essa|esta) hora|por enquanto|no momento|durante';
const outraCoisa =
  'audios?|videos?|fotos?|figurinhas?|links?|documentos?|comprovantes?|curriculo|automatic[ao]s?|de texto';
const outraLista =
  'espera|escalas?|plantao|plantoes|vagas?|reservas?|duvidas?|grupo|hospital|planilha|equipe|agenda|curso|congresso|evento|residencia|prova|concurso';

/** A whole message that is only the keyword. */
const mensagemInteira = padrao(
  '^(?:para|pare|parem|parar|stop|sair|cancelar|chega|basta|bloquear|bloqueia|remover|excluir|',
  'descadastro|descadastramento|(?:nao (?:tenho|temos|ha|possuo)(?: mais| nenhum)?|sem) interesse|',
  'nao estou interessad[oa])$',
);

/**
 * Families that ask never to be written to again, matched on one clause at a time (see `oracoes`). Refusing one vaga,
 * giving up a plantão, or wishing other hours is none of them; what stays ambiguous is left to the agent.
 */
export const familiasOptout: readonly FamiliaDePadroes[] = [
  {
    nome: 'parar_de_mandar',
    padrao: padrao(
      '\\b(?:para|pare|parem|parar|pararem|parassem|deixa|deixe|deixem|chega|basta)',
      `${gentileza}(?: voces?)? (?:de|com) `,
      '(?:(?:ficar|me|nos|estar|tanta|tantas|tanto|essas?|esses?|suas?|as|os|a|o) ){0,3}',
      '(?:mandar|mandando|enviar|enviando|contatar|contactar|perturbar|perturbando|incomodar|',
      `incomodando|encher|chamar(?! de)|ligar(?! (?:para|pra|pro))|${mensagens})`,
    ),
    exceto: padrao(
      '\\b(?:vou|vamos|quero|pretendo|consigo|posso|preciso|resolvi|decidi|nao precisam?) (?:\\w+ )?parar\\b|',
      `\\b(?:${outroHorario}|${outraCoisa})\\b|(?:vagas?|plantoes) (?:de|d[ao]|em|n[ao]|para|pra|com|que|longe)\\b`,
    ),
  },
  {
    nome: 'nao_mandar_mais',
    padrao: padrao(
      '\\bnao (?:(?:me|nos|quero que|e para|e pra|era para|era pra|precisam?|por favor|mais) ){0,3}',
      '(?:mand(?:a|e|em|ar|arem)|envi(?:a|e|em|ar|arem)|contat(?:e|em|ar)|procur(?:a|e|em|ar)|',
      'cham(?:a|e|em|ar)|lig(?:a|ar)|ligue|liguem|escrev(?:a|am|er))\\b',
      `(?: (?:me|mais|para mim|pra mim)){0,2} ?(?:${enchimento}${coisas}|mais|nunca mais)?`,
      '(?:(?<=\\bmais)(?: (?:nada|nao|nunca|aqui|por favor|entao|esta|ok|viu))*$|(?<=\\bmais isso)$|(?<=mensage(?:m|ns)|spam|propagandas?|ofertas?|nada|vagas?|plantoes)\\b)',
    ),
    exceto: padrao(
      '\\b(?:voces?|julia|ninguem|hospital|ele|ela|eles|pessoal|porque|por que) (?:\\w+ )?nao\\b|',
      '\\bnao precisam?\\b(?!.{0,80}\\bmais\\b)|\\bcham\\w+ (?:mais )?de\\b|',
      '\\bnao (?:mand|envi)\\w+ nada\\b(?!.{0,80}\\bmais\\b)|\\bmensage(?:m|ns) (?:para|pra|pro|ao|aos) (?!mim\\b)|',
      `\\b(?:${outroHorario}|${outraCoisa}|hoje)\\b|(?:vagas?|plantoes) (?:de|d[ao]|em|n[ao]|para|pra|com|que|tao|longe)\\b`,
    ),
  },
  {
    nome: 'nao_quero_receber',
    padrao: padrao(
      '\\bnao (?:quero|queria|gostaria|desejo|pretendo|aceito|autorizo|preciso)(?: de)?(?: mais)? ',
      `(?:ser (?:contatad|contactad|incomodad|perturbad|procurad)[oa]|receber(?: mais)?(?:$| ${enchimento}${coisas}))`,
    ),
    exceto: padrao(
      `\\b(?:${outroHorario}|${outraCoisa})\\b|\\b(?:agora|hoje)$(?<!a partir de (?:agora|hoje))|\\bcontatos? (?:com|d[aeo]s?)\\b(?! voces)|\\b(?:abaixo|menos|menor)\\b`,
    ),
  },
  {
    nome: 'parar_de_receber',
    padrao: padrao(
      `\\b(?:(?:parar|deixar) de|(?:para|pra) nao(?: mais)?) receber(?: mais)?(?:$| ${enchimento}${coisas})`,
    ),
    exceto: padrao(
      `\\bnao (?:quero|queria|posso|vou|gostaria de) (?:parar|deixar)\\b|\\bsem (?:parar|deixar)\\b|\\b(?:${outroHorario}|${outraCoisa})\\b`,
    ),
  },
  {
    nome: 'nao_quero_contato',
    padrao: padrao(
      '\\bnao quero (?:mais )?(?:nenhum |ter |mais )*(?:contato|mensage(?:m|ns)|propagandas?|spam|saber de voces|nada com voces|conversa com voces)\\b|',
      '\\bnao (?:mais )?entr(?:e|em|ar|arem) (?:mais |novamente )?em contato(?: (?:comigo|mais|novamente|de novo|por favor))*$|',
      '\\bfavor nao (?:\\w+ )?(?:contatar|contactar|mandar|enviar)\\b|',
      '\\bnao autoriz(?:o|ei) (?:\\w+ ){0,4}(?:contat\\w+|mensage(?:m|ns)|dados|numero)\\b|',
      '\\bnao me contat(?:e|em)\\b|\\bquero que (?:voces )?parem$|\\brevog(?:o|ar) (?:\\w+ ){0,2}consentimento\\b',
    ),
    exceto: padrao(`\\b(?:${outroHorario}|${outraCoisa})\\b|\\bcontato (?:com|d[aeo])\\b`),
  },
  {
    nome: 'nunca_mais',
    padrao: padrao(
      '\\bnunca mais (?:\\w+ ){0,2}?(?:mand(?:e|em|a)|envi(?:e|em|a)|procur(?:e|em|a)|cham(?:e|em|a)|entrem?|lig(?:ue|uem|a)|contat(?:e|em)|escrev(?:a|am))\\b',
    ),
    exceto: /\b(?:voces?|ninguem|ele|ela|hospital) nunca mais\b|\bcham\w+ de\b/u,
  },
  {
    nome: 'tirar_meu_contato',
    padrao: padrao(
      `\\b${tirar}${gentileza} (?:o |a |os )?(?:meu|minha|meus|este|esse) (?:numero|contato|telefone|celular|whatsapp|cadastro|dados)\\b|`,
      `\\b${tirar}${gentileza} (?:o )?meu nome (?:\\w+ ){0,3}(?:lista|cadastro|sistema|base|contatos)\\b`,
    ),
    exceto: padrao(
      `\\b(?:${outraLista})\\b|\\bnao (?:me )?${tirar}\\b|\\b(?:vou|posso) ${tirar}\\b`,
    ),
  },
  {
    nome: 'sair_da_lista',
    padrao: padrao(
      `\\b(?:me ${tirar}|${tirar} (?:me|eu))(?:${gentileza}$| (?:\\w+ ){0,4}(?:listas?|cadastro|base de (?:dados|contatos)|contatos|sistema|mailing|transmissao)\\b| (?:dai|daqui|disso)${gentileza}$)|`,
      `^${tirar} d(?:a|essa|esta) (?:sua )?lista\\b|`,
      '\\b(?:sair|saio) d(?:essa|esta|esse|a|as|o|e) (?:sua |suas |seu |uma )?(?:listas?|base de (?:dados|contatos)|cadastro|transmissao)\\b',
    ),
    exceto: padrao(`\\b(?:${outraLista})\\b|\\bnao (?:quero|precisa|me|vou|pretendo)\\b`),
  },
  {
    nome: 'descadastrar',
    padrao: padrao(
      '\\b(?:descadastr(?:a|e|ar|em|o)|desinscrev(?:a|e|er|am|o)|unsubscribe|optout|opt out)\\b|',
      '\\bcancel(?:a|e|em|ar|o|amento)(?: (?:o|a|os|as|d[aeo]s?|meu|minha|esses?|essas?|todos|todas|qualquer)){0,3} ',
      '(?:envios?|inscric(?:ao|oes)|assinatura|recebimento|cadastro|mensagens|notificac(?:ao|oes))\\b',
    ),
    exceto: padrao(`\\b(?:${outraLista}|${outraCoisa})\\b|\\bnao (?:quero|precisa|me|vou)\\b`),
  },
  {
    nome: 'vou_bloquear',
    padrao: padrao(
      '\\bvou (?:\\w+ ){0,2}?te bloquear\\b|\\bbloque(?:ia|ie|iem|ar) (?:o )?(?:meu|esse|este|seu) (?:numero|contato|telefone)\\b|',
      '\\bbloque(?:ia|ie|iem|ar) (?:as |essas |suas )?mensagens\\b|',
      '\\bvou (?:\\w+ ){0,2}?bloquear(?: voces?| (?:o|esse|este|seu) (?:numero|contato|whatsapp))?$|',
      '\\b(?:denunci|report|marc)(?:ar|o|ei) (?:\\w+ ){0,4}spam\\b',
    ),
    exceto: /\b(?:agenda|data|dia|horario|escala|nao vou|nao precisa)\b/u,
  },
  {
    nome: 'me_deixa_em_paz',
    padrao: padrao(
      '\\bsai fora\\b(?! d)|\\bme deix(?:a|e|em) em paz\\b|(?<!\\bnao )\\bme (?:esquece|esqueca|esquecam|erra)$|',
      '\\bnao me (?:perturbe|perturbem|incomode|incomodem|amole)\\b|\\bnao (?:enche|encha|encham) (?:o|meu) saco\\b|',
      '^nao enche$|\\bvai encher (?:o saco|outr[oa])\\b|\\bsome daqui\\b',
    ),
    exceto: padrao(`\\b(?:${outroHorario})\\b`),
  },
  {
    nome: 'sem_interesse_em_mensagens',
    padrao: padrao(
      '\\b(?:nao (?:tenho|temos|ha)(?: mais| nenhum)?|sem) interesse (?:em|n[ao]s?|ness[ae]s?|por) (?:\\w+ ){0,2}',
      '(?:receber|mensage(?:m|ns)|contatos?|servicos?)\\b',
    ),
    exceto: padrao(`\\b(?:${outroHorario})\\b`),
  },
];

const cortesia =
  /^(?:(?:por favor|por gentileza|muito obrigad[oa]|obrigad[oa]|oi|ola|bom dia|boa tarde|boa noite|ok|julia|valeu|desculpa|desculpe|tudo bem)\s?)+$/u;

/** True when a message asks never to be written to again (DOMAIN §5). Judges one message, without its context. */
export function pedeOptout(texto: string): boolean {
  const partes = oracoes(texto);
  const essencial = partes
    .filter((oracao) => !cortesia.test(oracao))
    .join(' ')
    .replace(/^(?:por )?favor /u, '')
    .replace(/ (?:por favor|(?:muito )?obrigad[oa])$/u, '');
  return (
    mensagemInteira.test(essencial) ||
    partes.some((oracao) => familiasOptout.some((familia) => combina(familia, oracao)))
  );
}
