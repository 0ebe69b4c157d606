import { dizAlguma, padrao, type FamiliaDePadroes } from './normalizar-texto.ts';

const setor =
  '(?:(?:o|a) )?(?:(?:setor(?: de)?|departamento(?: de)?|pessoal d[oe]) )?(?:financeiro|pagamentos?|suporte|administrativo|comercial|juridico|rh)\\b';
const artigo = '(?:(?:um|uma|o|a|algum|alguma|outro|outra|seu|sua|ser) ){0,2}';
const cargo = '(?:humanos?|atendente|supervisora?|gerente|gestora?|responsavel)';
const alguem = '(?:pessoas?|alguem|gente)';
const deVerdade = '(?:de verdade|real|humana|da equipe)';
const pessoa = `(?:${artigo}(?:${cargo}|${alguem})\\b|${setor})`;
const para = '(?:para|pra|pro|p|com|ao|a)';
const passa =
  '\\b(?:passa|passe|transfere|transfira|encaminha|encaminhe)(?: isso| essa conversa| o atendimento)?';
const maquina =
  '(?:robos?|robozinho|bots?|chatbot|maquina|ia|sistema|computador|inteligencia artificial)';
/** The doctor's own colleagues, or those of a hospital: no one of ours. */
const deFora =
  '\\b(?:hospital|uti|unidade|setor(?! (?:financeiro|de pagamentos?|administrativo|comercial|juridico))|clinica|upa|pronto socorro|centro cirurgico|escala|plantao|minha|meu|daqui|dai de dentro)\\b|\\balguem que (?:ja|trabalh\\w+|fez|conhec\\w+|tenha|tem)\\b';
/** What the talk is to be about, after whom it is to be with; it does not say whose the person is. */
const assunto = padrao(
  `(\\b${pessoa}(?: \\w+){0,4}?) (?:sobre|a respeito|referente|em relacao|por causa|(?:pra|para) (?:falar|conversar|tratar|resolver|tirar))\\b.*$`,
);
/** Whoever asks that is answered honestly by Júlia herself (DOMAIN rule 9). */
const perguntaSeEhRobo =
  '\\b(?:voce|tu|isso|julia|aqui|quem fala)(?: ai)? (?:e|seria|nao e)\\b|^(?:e|sera que e) (?:um|uma)\\b|\\b(?:estou|tava|estava) (?:falando|conversando)\\b';
const querer =
  '\\b(?:quero|queria|gostaria de|preciso|posso|podia|poderia|consigo|prefiro|deixa eu|me deixa|tem como|da para|da pra|como (?:faco|eu faco) (?:para|pra)|quer(?:emos)?|vamos)(?: (?:eu|so|logo|de))* ';
const naoQuer = '\\bnao (?:quero|preciso|precisa)\\b';

const diaDaSemana = 'segunda|terca|quarta|quinta|sexta|sabado|domingo';
/** "não posso, passa pra alguém" passes the vaga on. */
const recusa = padrao(
  `\\bnao (?:posso|poderei|consigo|quero|da|vou poder|vou conseguir)(?:$| (?:ir|mais|n?ess[ae]|n?est[ae]|n[ao]|hoje|amanha|dia|${diaDaSemana})\\b)|\\bnao tenho (?:interesse|disponibilidade)\\b`,
);

/** A call asked for at another time is a lembrete, which the agent schedules. Single words, for `soHorario`. */
const horario = `${diaDaSemana}|feira|amanha|depois|tarde|semana|mes|dia|noite|manha|horas?|horario|comercial|expediente|almoco|cedo|daqui|\\d{1,2} ?h\\w*|\\d+ ?min\\w*`;
const outraHora = `\\b(?:${horario}|(?:em|as|umas|pelas) \\d+)\\b|(?<!\\d )\\b\\d{1,2}$`;
const emVoltaDoHorario =
  'as?|aos?|n[ao]s?|d[aeo]s?|em|entre|e|la|pelas?|umas?|so|pode|ser|se|possivel|preferencia|mais|pouco|antes|apos|hoje|meio|que|vem|proxim[oa]|\\d+|min|hs';
/** A clause that says when and nothing else: what is asked in another clause is asked for then. */
const soHorario = padrao(`^(?=.*(?:${outraHora}))(?:\\b(?:${horario}|${emVoltaDoHorario})\\b ?)+$`);
const condicao = 'quando|se|assim que|qualquer coisa|caso|nao';

const pedidosDePessoa: readonly FamiliaDePadroes[] = [
  {
    nome: 'so_a_palavra',
    padrao: /^(?:atendente|humano|supervisora?|gerente|falar com atendente)$/u,
  },
  {
    nome: 'so_falar_com',
    padrao: padrao(
      `^(?:falar|conversar) com ${pessoa}(?: (?:ai|agora|por favor|da equipe|de voces))*$`,
    ),
    exceto: /\bcom a gente\b/u,
  },
  {
    nome: 'quero_falar_com',
    padrao: padrao(
      querer,
      `(?:falar|conversar|tratar|resolver)(?: (?:isso|disso|sobre isso|direto|diretamente|logo))* com ${pessoa}(?! (?:da minha|do meu))`,
    ),
    exceto: padrao(`${deFora}|\\bcom a gente\\b|${naoQuer}`),
  },
  {
    nome: 'falar_com_atendente',
    padrao: padrao(
      `\\b(?:falar|fala|fale|falo|conversar) com (?:um |uma |o |a )?(?:atendente|humano|ser humano|pessoa (?:de verdade|real|humana)|gente de verdade|supervisora?)\\b`,
    ),
    exceto: padrao(`${deFora}|${perguntaSeEhRobo}|\\b(?:ja|vou|fui|acabei de) falar\\b|${naoQuer}`),
  },
  {
    nome: 'quero_uma_pessoa',
    padrao: padrao(
      '\\b(?:quero|queria|preciso de|prefiro|chama|chame|manda) (?:um |uma |o |a |algum |alguma )?',
      `(?:atendente|atendimento humano|humano|ser humano|supervisora?|gerente|(?:pessoa|gente|alguem) ${deVerdade}|(?:uma )?pessoa$)`,
    ),
    exceto: padrao(deFora),
  },
  {
    nome: 'ser_atendido_por',
    padrao: padrao(`${querer}ser (?:atendid|ajudad)[oa] por ${pessoa}`),
    exceto: padrao(`${deFora}|${naoQuer}|\\bquer ser\\b`),
  },
  {
    nome: 'atendimento_humano',
    padrao: /\batendimento humano\b|\batendente (?:humano|de verdade|real)\b/u,
    exceto: padrao(perguntaSeEhRobo),
  },
  {
    nome: 'me_passa_para',
    padrao: padrao(`\\bme (?:pass|transf|encaminh|direcion|conect)\\w+ ${para} ${pessoa}`),
    exceto: padrao(deFora),
  },
  {
    nome: 'passa_para',
    padrao: padrao(`${passa} ${para} (?:${artigo}(?:${cargo}|${alguem} ${deVerdade})\\b|${setor})`),
    exceto: padrao(deFora),
  },
  {
    nome: 'passa_para_alguem',
    padrao: padrao(`${passa} ${para} ${artigo}${alguem}\\b`),
    exceto: padrao(`${deFora}|\\bpass(?:a|e) \\w+ outra pessoa\\b`),
    excetoSeDito: recusa,
  },
  {
    nome: 'nao_quero_robo',
    padrao: padrao(
      `\\bnao (?:quero|vou|gosto de|aguento|falo|converso|trato)(?: mais)?(?: (?:falar|conversar|tratar|ficar falando|perder tempo))? com (?:um |uma |esse |essa )?${maquina}\\b|`,
      `\\bnao quero (?:mais )?ser atendid[oa] por (?:um |uma )?${maquina}\\b`,
    ),
  },
  {
    nome: 'tem_alguem_ai',
    padrao: padrao(
      '\\btem (?:alguem|gente|(?:(?:um|uma|algum|alguma) )?(?:pessoa|atendente|humano|ser humano))(?: de verdade| real)?',
      '(?: ai| do outro lado| (?:para|pra) me atender)+$',
    ),
  },
  {
    nome: 'me_liga',
    padrao: padrao(
      '(?:^|\\b(?:pode|podem|poderia|poderiam|consegue|conseguem|tem como|quero que|queria que|prefiro que|favor|melhor|entao|e) (?:voces? )?)',
      '(?:me (?:liga|ligue|liguem|ligar|ligarem|telefona|telefone|telefonar)|liga para mim|liga pra mim)\\b|',
      '\\b(?:quero|preciso|queria|posso|consigo|da pra|da para)(?: te)? (?:ligar|telefonar)(?: (?:para|pra) (?:voces?|ai|alguem|a empresa|a central|a revoluna))?$|',
      '\\btelefone (?:para|pra|que eu possa) (?:eu )?(?:ligar|falar)$|',
      `${querer}(?:falar|conversar|tratar|resolver)(?: isso)?(?: com (?:voces?|${pessoa}))? (?:por|pelo|no|ao) (?:telefone|ligacao)(?: com (?:voces?|${pessoa}))?$`,
    ),
    exceto: padrao(`${outraHora}|\\b(?:${condicao})\\b`),
    excetoSeDito: soHorario,
  },
];

/** True when a clause of a burst asks for a person of ours, or for a call now. */
export function pedeUmaPessoa(partes: readonly string[]): boolean {
  const semAssunto = partes.map((oracao) => oracao.replace(assunto, '$1'));
  return dizAlguma(pedidosDePessoa, semAssunto);
}
