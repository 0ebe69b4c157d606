import { combina, oracoes, padrao, type FamiliaDePadroes } from './normalizar-texto.ts';
import type { GatilhoHandoff } from './turnos.ts';

const pessoa =
  '(?:(?:um|uma|o|a|algum|alguma|outro|outra|seu|sua|ser) ){0,2}(?:pessoas?|humanos?|atendente|supervisora?|gerente|gestora?|responsavel|alguem|gente)\\b';
const paraPessoa = `(?:para|pra|pro|p|com|ao|a) ${pessoa}`;
const maquina =
  '(?:robos?|robozinho|bots?|chatbot|maquina|ia|sistema|computador|inteligencia artificial)';
/** The doctor's own colleagues, or those of a hospital: no one of ours. */
const deFora =
  '\\b(?:hospital|uti|unidade|setor|clinica|upa|pronto socorro|centro cirurgico|escala|plantao|minha|meu|daqui|dai de dentro)\\b|\\balguem que (?:ja|trabalh\\w+|fez|conhec\\w+|tenha|tem)\\b';
/** Whoever asks that is answered honestly by Júlia herself (DOMAIN rule 9). */
const perguntaSeEhRobo =
  '\\b(?:voce|tu|isso|julia|aqui|quem fala)(?: ai)? (?:e|seria|nao e)\\b|^(?:e|sera que e) (?:um|uma)\\b|\\b(?:estou|tava|estava) (?:falando|conversando)\\b';

const pedidosDeHumano: readonly FamiliaDePadroes[] = [
  {
    nome: 'so_a_palavra',
    padrao: /^(?:atendente|humano|supervisora?|gerente|falar com atendente)$/u,
  },
  {
    nome: 'quero_falar_com',
    padrao: padrao(
      '\\b(?:quero|queria|gostaria de|preciso|posso|podia|poderia|consigo|prefiro|deixa eu|me deixa|tem como|da para|da pra|como (?:faco|eu faco) (?:para|pra)|quer(?:emos)?|vamos)(?: (?:eu|so|logo|de))* ',
      `(?:falar|conversar|tratar|resolver)(?: (?:isso|disso|sobre isso|direto|diretamente|logo))* com ${pessoa}(?! (?:da minha|do meu))`,
    ),
    exceto: padrao(`${deFora}|\\bcom a gente\\b|\\bnao (?:quero|preciso|precisa)\\b`),
  },
  {
    nome: 'falar_com_atendente',
    padrao: padrao(
      `\\b(?:falar|fala|fale|falo|conversar) com (?:um |uma |o |a )?(?:atendente|humano|ser humano|pessoa (?:de verdade|real|humana)|gente de verdade|supervisora?)\\b`,
    ),
    exceto: padrao(
      `${deFora}|${perguntaSeEhRobo}|\\b(?:ja|vou|fui|acabei de) falar\\b|\\bnao (?:quero|preciso|precisa)\\b`,
    ),
  },
  {
    nome: 'quero_uma_pessoa',
    padrao: padrao(
      '\\b(?:quero|queria|preciso de|prefiro|chama|chame|manda) (?:um |uma |o |a |algum |alguma )?',
      '(?:atendente|atendimento humano|humano|ser humano|supervisora?|gerente|(?:pessoa|gente|alguem) (?:de verdade|real|humana|da equipe)|(?:uma )?pessoa$)',
    ),
    exceto: padrao(deFora),
  },
  {
    nome: 'atendimento_humano',
    padrao: /\batendimento humano\b|\batendente (?:humano|de verdade|real)\b/u,
    exceto: padrao(perguntaSeEhRobo),
  },
  {
    nome: 'me_passa_para',
    padrao: padrao(
      `\\b(?:me (?:pass|transf|encaminh|direcion|conect)\\w+|(?:passa|passe|transfere|transfira|encaminha|encaminhe)(?: isso| essa conversa| o atendimento)?) ${paraPessoa}`,
    ),
    exceto: padrao(deFora),
  },
  {
    nome: 'nao_quero_robo',
    padrao: padrao(
      `\\bnao (?:quero|vou|gosto de|aguento|falo|converso|trato)(?: mais)?(?: (?:falar|conversar|tratar|ficar falando|perder tempo))? com (?:um |uma |esse |essa )?${maquina}\\b`,
    ),
  },
  {
    nome: 'tem_alguem_ai',
    padrao:
      /\btem (?:alguem|gente|alguma pessoa)(?: de verdade| real)? (?:ai|do outro lado|para me atender|pra me atender)$/u,
  },
  {
    nome: 'me_liga',
    padrao: padrao(
      '(?:^|\\b(?:pode|podem|poderia|poderiam|consegue|conseguem|tem como|quero que|queria que|prefiro que|favor|melhor|entao|e) (?:voces? )?)',
      '(?:me (?:liga|ligue|liguem|ligar|ligarem|telefona|telefone|telefonar)|liga para mim|liga pra mim)\\b|',
      '\\b(?:quero|preciso|queria|posso|consigo|da pra|da para)(?: te)? (?:ligar|telefonar)(?: (?:para|pra) (?:voces?|ai|alguem|a empresa|a central|a revoluna))?$|',
      '\\btelefone (?:para|pra|que eu possa) (?:eu )?(?:ligar|falar)$',
    ),
    // A call asked for at another time is a lembrete, which the agent schedules.
    exceto: padrao(
      '\\b(?:segunda|terca|quarta|quinta|sexta|sabado|domingo|feira|amanha|depois|mais tarde|semana|mes|dia|noite|tarde|manha|hora|horas|quando|se|assim que|qualquer coisa|daqui|em \\d+|as \\d+|\\d+ ?h\\w*|\\d+ ?min\\w*|caso|nao)\\b',
    ),
  },
];

const palavrasJuridicas: readonly FamiliaDePadroes[] = [
  {
    nome: 'advogado',
    padrao: /\badvogad[oa]s?\b/u,
    exceto:
      /\b(?:sou|era|fui|virou|e) (?:um |uma |tambem )?advogad|\b(?:espos[oa]|marido|mulher|filh[oa]|irma|irmao|amig[oa]|prim[oa]|pai|mae|namorad[oa]) (?:\w+ )?(?:advogad)/u,
  },
  {
    nome: 'processo',
    padrao: padrao(
      '\\b(?:vou|irei|quero|vamos|pretendo|posso|preciso|penso em)(?: (?:te|ter que))* processar(?: (?:voces?|a empresa|a revoluna|todo mundo|por))?\\b(?! (?:o|os|as|a(?! (?:empresa|revoluna))|isso|essa?|esse|melhor|tudo)\\b)|',
      '\\bprocesso (?:judicial|trabalhista|na justica|contra|civel|civil|por danos?|juridico|etico)\\b|',
      '\\b(?:abr(?:ir|o|i)|entr(?:ar|o|ei) com|mov(?:er|o)|met(?:er|o)|coloc(?:ar|o)|tom(?:ar|a)|lev(?:ar|a)|respond(?:er|e)) (?:um |uma )?(?:processo|acao judicial|acao trabalhista|acao na justica)\\b',
    ),
    exceto:
      /\bprocesso (?:seletivo|de (?:selecao|credenciamento|cadastro|contratacao|admissao|escolha))\b/u,
  },
  {
    nome: 'justica',
    padrao: padrao(
      '\\b(?:ir|vou|vamos|entr\\w+|acion\\w+|procur\\w+|recorr\\w+|lev\\w+|resolv\\w+|process\\w+|cobr\\w+|ver|vejo|nos vemos)(?: (?:isso|voces?|eu|com))* (?:na|a|para|pra|com a|pela) justica\\b|',
      '\\bna justica (?:do trabalho|comum|federal|civel)\\b',
    ),
    exceto: /\b(?:hospital|bairro|rua|avenida|tribunal|palacio|forum|plantao|vaga|clinica)\b/u,
  },
  {
    nome: 'orgaos',
    padrao: /\bprocon\b|\banpd\b|\breclame aqui\b/u,
    exceto:
      /\b(?:estou|trabalho|moro|perto|lado|frente|plantao|proximo) (?:no|do|ao|em|ao lado do)\b/u,
  },
  {
    nome: 'denuncia',
    padrao: padrao(
      '\\b(?:vou|irei|quero|vamos|posso|preciso|pretendo)(?: (?:te|ter que))? denunciar\\b|\\bdenuncia formal\\b|\\bdenuncio (?:voces?|isso|a)\\b|',
      '\\b(?:fazer|registrar|abrir|fiz|faco|registro) (?:uma )?(?:denuncia|queixa)\\b|\\bboletim de ocorrencia\\b',
    ),
  },
  {
    nome: 'reclamacao_formal',
    padrao: padrao(
      '\\breclamacao formal\\b|\\bextrajudicial\\b|\\bautuac(?:ao|oes)\\b|\\bdanos? mora(?:l|is)\\b|\\bmedidas (?:legais|judiciais|cabiveis)\\b|',
      '\\b(?:reclamacao|denunci\\w+|queixa|representacao|reclamar) (?:\\w+ ){0,3}(?:no|ao|pro|junto ao|para o) (?:crm|cremesp|cremerj|cfm|conselho)\\b|',
      '\\bcrm\\b.{0,80}\\b(?:reclamacao|denunci\\w+)\\b',
    ),
    exceto: /\b(?:recebi|recebeu|vi|paciente) (?:\w+ ){0,3}(?:reclamacao|denuncia)\b/u,
  },
];

/** Distinct ones are counted; two in one burst are strong (DOMAIN §6). */
const palavrasNegativas: readonly FamiliaDePadroes[] = [
  { nome: 'absurdo', padrao: /\babsurd[oa]s?\b/u },
  { nome: 'ridiculo', padrao: /\bridicul[oa]s?\b/u },
  {
    nome: 'vergonha',
    padrao: /\bvergonh(?:a|os[oa]s?)\b/u,
    exceto: /\b(?:com|tenho|morr\w+ de) vergonha\b/u,
  },
  {
    nome: 'desrespeito',
    padrao: /\bdesrespeit\w+|\bfalta de (?:respeito|consideracao|educacao)\b/u,
  },
  {
    nome: 'nunca_mais',
    padrao: /\bnunca mais\b/u,
    exceto: /\bnunca mais (?:vi|fui|peguei|tive|dei|fiz|consegui)\b/u,
  },
  { nome: 'pessimo', padrao: /\bpessim[oa]s?\b/u },
  { nome: 'horrivel', padrao: /\bhorrive(?:l|is)\b/u },
  { nome: 'odio', padrao: /\bodei[oa]\b|\bodio\b/u },
  // Rabies is the same word.
  {
    nome: 'raiva',
    padrao: /\braiva\b/u,
    exceto:
      /\b(?:vacina\w*|soro|profilaxia|anti|casos?|virus|contra) (?:\w+ ){0,2}raiva\b|\braiva (?:humana|canina|animal)\b/u,
  },
  { nome: 'inaceitavel', padrao: /\binaceitave(?:l|is)\b/u },
  { nome: 'escandalo', padrao: /\bescandal(?:o|os[oa])s?\b/u },
  { nome: 'palhacada', padrao: /\bpalhacadas?\b|\bpalhac[oa]s?\b/u },
  { nome: 'safado', padrao: /\bsafad(?:[oa]s?|eza)\b/u },
  { nome: 'mentira', padrao: /\bmentir(?:a|as|os[oa]s?|am|oso)\b/u },
  { nome: 'golpe', padrao: /\bgolp(?:e|es|istas?)\b/u },
  { nome: 'fraude', padrao: /\bfraud(?:e|es|ulent[oa])\b/u },
];

/** "não é golpe, né?" asks; "que absurdo kkk" laughs. */
const negada = /\b(?:nao (?:e|seria|foi|sao)|nem|sem)\b/u;
const riso = /k{3,}|(?:ha|he|rs){2,}|😂|🤣/iu;

type Gatilho = Extract<GatilhoHandoff, 'pedido_humano' | 'juridico' | 'sentimento_negativo'>;

/** Words that call a person (DOMAIN §6), in everything a burst says; the first kind that applies, or null. */
export function detectarGatilhoHandoff(texto: string): { gatilho: Gatilho; motivo: string } | null {
  const partes = oracoes(texto);
  const alguma = (familias: readonly FamiliaDePadroes[]) =>
    partes.some((oracao) => familias.some((familia) => combina(familia, oracao)));

  if (alguma(pedidosDeHumano)) return { gatilho: 'pedido_humano', motivo: 'pediu uma pessoa' };
  if (alguma(palavrasJuridicas)) return { gatilho: 'juridico', motivo: 'falou em medida legal' };
  if (!riso.test(texto) && negativasDistintas(partes) >= 2) {
    return { gatilho: 'sentimento_negativo', motivo: 'está muito insatisfeito' };
  }
  return null;
}

function negativasDistintas(partes: readonly string[]): number {
  const ditas = partes.filter((oracao) => !negada.test(oracao));
  return palavrasNegativas.filter((palavra) => ditas.some((oracao) => combina(palavra, oracao)))
    .length;
}
