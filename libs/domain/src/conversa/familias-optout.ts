import {
  desistenciaDePlantao,
  jaTem,
  limite,
  outraLista,
  pedeMensagens,
  recusaDeUmaCoisa,
  soAgora,
  trocaDeNumero,
} from './limites-optout.ts';
import { padrao, type FamiliaDePadroes } from './normalizar-texto.ts';

const mensagens =
  '(?:mensage(?:m|ns)|whatsapp|propagandas?|spam|divulgac(?:ao|oes)|ofertas?|notificac(?:ao|oes)|anuncios?|propostas?|convites?)';
const coisas = `(?:isso|essas? coisas?|contatos?|oportunidades|vagas?|plantao|plantoes|${mensagens})`;
const enchimento =
  '(?:(?:mais|qualquer|nenhuma?|nenhum|esse tipo de|este tipo de|tanta|tantas|essas?|esses?|suas?|de voces|as|os|a|o) ){0,3}';
const gentileza = '(?: (?:ja|logo|ai|agora|entao|por favor))*';
/** How such a clause may end and still mean all of it. */
const fim = '(?: (?:mais|nao|nunca|aqui|comigo|novamente|de novo|por favor|entao|esta|ok|viu))*$';

const parar = `\\b(?:para|pare|parem|parar|pararem|parassem|deixa|deixe|deixem|chega|basta)${gentileza}(?: voces?)? (?:de|com) (?:(?:ficar|me|nos|estar|tanta|tantas|tanto|essas?|esses?|suas?|as|os|a|o) ){0,3}`;
const naoVaiParar =
  '\\b(?:vou|vamos|quero|pretendo|consigo|posso|preciso|resolvi|decidi|nao precisam?) (?:\\w+ )?parar\\b';

const nao =
  '\\bnao (?:(?:me|nos|(?:quero|gostaria) (?:mais )?que(?: voces?)?|e para|e pra|era para|era pra|por favor|mais) ){0,3}';
const mandar =
  '(?:(?:mand|envi)(?:a|e|em|ar|arem|assem)|contat(?:e|em|ar)|procur(?:a|e|em|ar)|cham(?:a|e|em|ar)|escrev(?:a|am|er)|ofere(?:ca|cam|ce)(?:(?= mais\\b)|(?<=\\bmais (?:\\w+ ){1,3}\\w+)))\\b(?: (?:me|mais|para mim|pra mim)){0,2}';
/** Who complains of getting too little, or speaks of another. "Quero que vocês não…" asks. */
const queixa =
  '(?<!\\b(?:quero|queria|gostaria|peco|favor) que )\\b(?:voces?|julia|ninguem|hospital|ele|ela|eles|pessoal) (?:(?!porque\\b|pois\\b)\\w+ )?nao\\b(?! precisa)|\\b(?:porque|por que) (?:\\w+ )?nao (?:me|nos|mand\\w+|envi\\w+)\\b';
const outroDestino =
  '\\bcham\\w+ (?:mais )?de\\b|\\bmensage(?:m|ns) (?:para|pra|pro|ao|aos) (?!mim\\b)';

const serContatado = 'ser (?:mais )?(?:contatad|contactad|incomodad|perturbad|procurad)[oa]\\b';
const receber = `receber(?: mais)?(?:$| ${enchimento}(?:nada|${coisas}))`;

const tirar =
  '(?:remov(?:a|e|er|am|erem|essem)|tir(?:a|e|em|ar|arem|assem)|exclu(?:a|i|ir|am|irem)|apag(?:a|ue|uem|ar)|delet(?:a|e|em|ar)|retir(?:a|e|em|ar)|risc(?:a|ar)|risque)';
const queroSerTirado =
  '(?:quero|queria|gostaria de|desejo|prefiro|peco para|peco pra) ser (?:removid|retirad|tirad|excluid|apagad|descadastrad)[oa]';
const nossaLista =
  '(?:\\w+ ){0,4}(?:listas?|cadastro|base de (?:dados|contatos)|contatos|sistema|mailing|transmissao)\\b';
const naoMeTira = '\\bnao (?:quero|precisa|me|vou|pretendo)\\b';
const meuContato =
  '(?:meus?|minhas?|este|esse) (?:numero|contato|telefone|celular|whatsapp|cadastro|dados)\\b';

/**
 * Families that ask never to be written to again, matched on one clause at a time (see `oracoes`). Refusing one vaga,
 * giving up a plantão, or wishing other hours is none of them; what stays ambiguous is left to the agent.
 */
export const familiasOptout: readonly FamiliaDePadroes[] = [
  {
    nome: 'parar_de_mandar',
    padrao: padrao(
      parar,
      '(?:mandar|mandando|enviar|enviando|contatar|contactar|perturbar|perturbando|incomodar|',
      `incomodando|encher|chamar(?! de)|(?<=\\bme )oferecer(?:$| ${enchimento}(?:nada|${coisas}))|${mensagens})`,
    ),
    exceto: padrao(`${naoVaiParar}|${limite}`),
  },
  {
    nome: 'parar_de_insistir',
    padrao: padrao(
      `${parar}insistir(?: com isso| nisso)?${fim}|\\bnao insist(?:a|am)(?: com isso| nisso)?${fim}`,
    ),
    exceto: padrao(naoVaiParar),
    excetoSeDito: recusaDeUmaCoisa,
  },
  {
    nome: 'parar_de_ligar',
    padrao: padrao(
      `${parar}ligar(?! (?:para|pra|pro))|${nao}lig(?:a|ar|ue|uem)(?: (?:me|para mim|pra mim))? mais(?:${fim}| nem\\b)|`,
      `\\bnao quero (?:mais )?que (?:voces? )?me ligu(?:e|em)${fim}|\\bnao precisam? (?:mais me ligar|me ligar mais)${fim}|`,
      '\\bnunca mais (?:\\w+ ){0,2}?lig(?:ue|uem|a)\\b',
    ),
    exceto: padrao(`${naoVaiParar}|${queixa}|nunca mais me liga para\\b|${limite}`),
    excetoSeDito: padrao(`${pedeMensagens.source}|${jaTem.source}`),
  },
  {
    nome: 'nao_mandar_mais',
    padrao: padrao(
      `${nao}${mandar} ?(?:${enchimento}${coisas}|mais|nunca mais)?`,
      `(?:(?<=\\bmais)${fim}|(?<=\\bmais (?:isso|plantao))$|(?<=mensage(?:m|ns)|spam|propagandas?|ofertas?|oportunidades|vagas?|plantoes)\\b)|`,
      `\\bnao me procur(?:e|em)${fim}`,
    ),
    exceto: padrao(`${queixa}|${outroDestino}|${soAgora}|${limite}`),
  },
  {
    nome: 'nao_mandar_nada',
    padrao: padrao(`${nao}${mandar} ${enchimento}nada\\b`),
    exceto: padrao(
      `${queixa}|\\bnao (?:mand|envi)\\w+ nada\\b(?!.{0,80}\\bmais\\b)|${soAgora}|${limite}`,
    ),
    excetoSeDito: jaTem,
  },
  {
    nome: 'nao_precisa_mais',
    padrao: padrao(
      `\\bnao precisam? (?=(?:\\w+ ){0,3}mais\\b)(?:(?:mais|me|nos) ){0,2}(?:mandar|enviar)(?: mais| para mim| pra mim)*(?: ${enchimento}(?:nada|vagas?|plantoes|${mensagens})\\b|${fim})|`,
      `\\bnao precisam? (?:mais me (?:procurar|chamar|contatar)|me (?:procurar|chamar|contatar) mais|mais entrar em contato)${fim}`,
    ),
    exceto: padrao(`${outroDestino}|${limite}`),
    excetoSeDito: jaTem,
  },
  {
    nome: 'nao_quero_receber',
    padrao: padrao(
      '\\bnao (?:quero|queria|gostaria|desejo|pretendo|aceito|autorizo|preciso)(?: de)?(?: mais)? ',
      `(?:${serContatado}|${receber})`,
    ),
    exceto: padrao(
      `\\b(?:agora|hoje)$(?<!a partir de (?:agora|hoje))|\\bcontatos? (?:com|d[aeo]s?)\\b(?! voces)|\\bmenos\\b|${limite}`,
    ),
  },
  {
    nome: 'prefiro_nao_receber',
    padrao: padrao(
      '\\b(?:gostaria|prefiro|preferia|queria|quero|desejo|peco|solicito) (?:de |para |pra )?nao (?:mais )?',
      `(?:${serContatado}|receber mais$|receber(?: mais)? `,
      `${enchimento}(?:${mensagens}|contatos?\\b|vagas\\b|plantoes\\b|(?:nada|isso)(?: mais| de voces| por favor)*$))`,
    ),
    exceto: padrao(`\\bcontatos? (?:com|d[aeo]s?)\\b(?! voces)|${soAgora}|${limite}`),
  },
  {
    nome: 'parar_de_receber',
    padrao: padrao(`\\b(?:(?:parar|deixar) de|(?:para|pra) nao(?: mais)?) ${receber}`),
    exceto: padrao(
      `\\bnao (?:quero|queria|posso|vou|gostaria de) (?:parar|deixar)\\b|\\bsem (?:parar|deixar)\\b|${limite}`,
    ),
  },
  {
    nome: 'nao_quero_contato',
    padrao: padrao(
      '\\bnao quero (?:mais )?(?:nenhum |ter |mais )*(?:contato|mensage(?:m|ns)|propagandas?|spam|saber de voces|nada com voces|conversa com voces)\\b|',
      `\\bnao (?:(?:quero|gostaria) (?:mais )?que (?:voces? )?)?(?:mais )?entr(?:e|em|ar|arem) (?:mais |novamente )?em contato${fim}|`,
      `\\bnao (?:me )?fa(?:ca|cam|z|zer) (?:mais )?(?:nenhum )?contato${fim}|`,
      '\\bfavor nao (?:\\w+ )?(?:contatar|contactar|mandar|enviar)\\b|',
      '\\bnao autoriz(?:o|ei) (?:\\w+ ){0,4}(?:contat\\w+|mensage(?:m|ns)|dados|numero)\\b|',
      '\\bnao me contat(?:e|em)\\b|\\bquero que (?:voces )?parem$|\\brevog(?:o|ar) (?:\\w+ ){0,2}consentimento\\b',
    ),
    exceto: padrao(`${queixa}|\\bcontato (?:com|d[aeo])\\b|${limite}`),
  },
  {
    nome: 'nunca_mais',
    padrao: padrao(
      '\\bnunca mais (?:\\w+ ){0,2}?(?:mand(?:e|em|a)|envi(?:e|em|a)|procur(?:e|em|a)|cham(?:e|em|a)|entrem?|contat(?:e|em)|escrev(?:a|am))\\b',
    ),
    exceto: padrao(
      `\\b(?:voces?|ninguem|ele|ela|hospital) nunca mais\\b|\\bcham\\w+ de\\b|${limite}`,
    ),
  },
  {
    nome: 'tirar_meu_contato',
    padrao: padrao(
      `\\b${tirar}${gentileza} (?:o |a |os )?${meuContato}|`,
      `\\b${tirar}${gentileza} (?:o )?meu nome (?:\\w+ ){0,3}(?:lista|cadastro|sistema|base|contatos)\\b|`,
      `\\b(?:solicito|peco|quero|queria|exijo|gostaria d[ae]) (?:a )?(?:exclusao|remocao|retirada) (?:\\w+ )?d[aoe]s? ${meuContato}`,
    ),
    exceto: padrao(
      `\\b(?:${outraLista}|antig[oa]|velh[oa]|anterior|errad[oa])\\b|\\bnao (?:me )?${tirar}\\b|\\b(?:vou|posso) ${tirar}\\b`,
    ),
    excetoSeDito: trocaDeNumero,
  },
  {
    nome: 'me_tira',
    padrao: padrao(
      `\\b(?:me ${tirar}|${tirar} (?:me|eu)|${queroSerTirado})(?: (?:dai|daqui|disso))?${gentileza}$`,
    ),
    exceto: padrao(naoMeTira),
    excetoSeDito: desistenciaDePlantao,
  },
  {
    nome: 'sair_da_lista',
    padrao: padrao(
      `\\b(?:me ${tirar}|${tirar} (?:me|eu)|${queroSerTirado}) ${nossaLista}|`,
      `^${tirar} d(?:a|essa|esta) (?:sua )?lista\\b|`,
      '\\b(?:sair|saio) d(?:essa|esta|esse|a|as|o|e) (?:sua |suas |seu |uma )?(?:listas?|base de (?:dados|contatos)|cadastro|transmissao)\\b',
    ),
    exceto: padrao(`\\b(?:${outraLista})\\b|${naoMeTira}`),
  },
  {
    nome: 'descadastrar',
    padrao: padrao(
      '\\b(?:descadastr(?:a|e|ar|em|o)|desinscrev(?:a|e|er|am|o)|unsubscribe|optout|opt out)\\b|',
      '\\bcancel(?:a|e|em|ar|o|amento)(?: (?:o|a|os|as|d[aeo]s?|meu|minha|esses?|essas?|todos|todas|qualquer)){0,3} ',
      '(?:envios?|inscric(?:ao|oes)|assinatura|recebimento|cadastro|mensagens|notificac(?:ao|oes))\\b',
    ),
    exceto: padrao(`\\b(?:${outraLista})\\b|\\bnao (?:quero|precisa|me|vou)\\b|${limite}`),
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
    exceto: padrao(limite),
  },
  {
    nome: 'sem_interesse_em_mensagens',
    padrao: padrao(
      '\\b(?:nao (?:tenho|temos|ha)(?: mais| nenhum)?|sem) interesse (?:em|n[ao]s?|ness[ae]s?|por) (?:\\w+ ){0,2}',
      '(?:receber|mensage(?:m|ns)|contatos?|servicos?)\\b',
    ),
    exceto: padrao(limite),
  },
];
