import { normalizar } from './normalizar.ts';

export type Intencao =
  | 'pede_pessoa'
  | 'pergunta_robo'
  | 'pede_lembrete'
  | 'recusa'
  | 'aceita'
  | 'quase_aceita'
  | 'pergunta_vagas'
  | 'pede_outra'
  | 'pede_valor'
  | 'agradece'
  | 'cumprimenta'
  | 'outra_coisa';

const pedePessoa =
  /\b(falar|conversar|atendid[oa]) (com|por) (uma?|outra|alguma?) (pessoa|humano|atendente|supervisor|gerente)|\bfalar com (alguem|gente|humano|atendente|supervisor)|\b(quero|prefiro) (um )?(humano|atendente)|\balguem de verdade\b/;
const perguntaRobo =
  /\b(robo|bot|chatbot|inteligencia artificial|maquina|automatic[ao]|chatgpt|gpt)\b|\b(e|eh|uma?) ia\b|\bvc e (humana|real|gente|uma pessoa)|\bpessoa de verdade\b/;
const pedeLembrete =
  /\bme (chama|chame|liga|ligue|lembra|lembre|procura|procure|escreve|escreva|manda|mande|avisa|avise)|\bfala comigo\b|\bfalamos\b|\b(em|no meio de) cirurgia\b|\bagora nao (posso|da|consigo)\b|\bte (respondo|falo|chamo|aviso)\b/;
const recusa =
  /\bnao (quero|posso|tenho interesse|da|rola|vou|consigo|topo|preciso)\b|\bsem interesse\b|\bdessa vez nao\b|\bagora nao\b|^nao\b|\bvou passar\b|\bagenda (cheia|lotada)\b|\bto cheio\b/;
const pedeOutra =
  /\b(tem|teria|outra|outras|outro|outros)\b.{0,12}\b(outra|outro|opcao|opcoes|vaga|vagas|dia|dias|horario|lugar|hospital|data)\b|\bmais (perto|cedo|tarde)\b|\balguma outra\b|\btem outr[ao]s?\b/;
const pedeValor =
  /\b(ta|e|eh|achei|muito|bem) (muito )?(pouco|baixo)\b|\b(paga|pagar|pagam|pagando) (um pouco )?(mais|melhor)\b|\b(melhora|aumenta|sobe|subir|melhorar|aumentar)r? (o|esse|um pouco o) valor\b|\bvalor (melhor|maior)\b|\bnegocia/;
const aceitaForte =
  /\bpode (reservar|marcar|fechar|confirmar|colocar)\b|\breserva\b|\bfechad[oa]\b|\bfecho\b|\b(quero|pego|aceito|topo) (ess[ea]|est[ea]|sim|o plantao|a vaga)\b|\baceito\b|\b(eu )?(pego|topo)\b|\bvou querer\b|\btamo junto\b|\bbora\b|\bquero sim\b/;
const aceitaFraca =
  /^(sim|quero|claro|pode|isso|perfeito|show|beleza|blz|ok|otimo|manda|combinado|com certeza)\b/;
const quaseAceita = /^(pode ser|talvez|acho que sim|quem sabe|gostei|interessante)\b/;
const perguntaVagas =
  /\bplant(ao|oes)\b|\bvagas?\b|\bescalas?\b|\boportunidades?\b|\btem algo\b|\bquanto (paga|ta pagando|e o valor)|\btem alguma coisa\b/;
const agradece = /\b(obrigad[oa]|valeu|vlw|brigad[oa]|agradec)/;
const cumprimenta =
  /^(oi+|ola|opa|eae|e ai|hey|bom dia|boa tarde|boa noite|tudo bem|td bem|fala julia)\b/;

export interface Andamento {
  readonly houveOferta: boolean;
  readonly ultimaFoiOferta: boolean;
  /** Júlia's last words offered to call someone of the team. */
  readonly ultimaFoiEquipe: boolean;
}

/** What the doctor wants, first that applies; `texto` is normalised. */
export function reconhecer(texto: string, conversa: Andamento): Intencao {
  if (pedePessoa.test(texto)) return 'pede_pessoa';
  if (conversa.ultimaFoiEquipe && aceitaFraca.test(texto) && !perguntaVagas.test(texto)) {
    return 'pede_pessoa';
  }
  if (perguntaRobo.test(texto)) return 'pergunta_robo';
  if (pedeLembrete.test(texto)) return 'pede_lembrete';
  if (conversa.houveOferta && pedeOutra.test(texto)) return 'pede_outra';
  if (conversa.houveOferta && pedeValor.test(texto)) return 'pede_valor';
  if (recusa.test(texto)) return 'recusa';
  if (conversa.houveOferta && aceitaForte.test(texto)) return 'aceita';
  if (conversa.ultimaFoiOferta && quaseAceita.test(texto)) return 'quase_aceita';
  if (conversa.ultimaFoiOferta && aceitaFraca.test(texto) && !perguntaVagas.test(texto)) {
    return 'aceita';
  }
  if (perguntaVagas.test(texto) || aceitaForte.test(texto)) return 'pergunta_vagas';
  if (agradece.test(texto)) return 'agradece';
  return cumprimenta.test(texto) ? 'cumprimenta' : 'outra_coisa';
}

/** The doctor's own words that accept: the part of what was said, never more, that a reservation may rest on. */
export function trechoDoAceite(fala: string): string {
  const partes = fala.split(/[.!?;,\n]+/).map((parte) => parte.trim());
  const aceitas = [aceitaForte, aceitaFraca].flatMap((padrao) =>
    partes.filter((parte) => padrao.test(normalizar(parte))),
  );
  return aceitas[0] ?? fala.trim();
}
