import { dizAlguma, oracoes, padrao, type FamiliaDePadroes } from './normalizar-texto.ts';
import { pedeUmaPessoa } from './pedidos-de-pessoa.ts';
import { estaMuitoInsatisfeito } from './sentimento-negativo.ts';
import type { GatilhoHandoff } from './turnos.ts';

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

type Gatilho = Extract<GatilhoHandoff, 'pedido_humano' | 'juridico' | 'sentimento_negativo'>;

/** Words that call a person (DOMAIN §6), in everything a burst says; the first kind that applies, or null. */
export function detectarGatilhoHandoff(texto: string): { gatilho: Gatilho; motivo: string } | null {
  const partes = oracoes(texto);
  if (pedeUmaPessoa(partes)) return { gatilho: 'pedido_humano', motivo: 'pediu uma pessoa' };
  if (dizAlguma(palavrasJuridicas, partes)) {
    return { gatilho: 'juridico', motivo: 'falou em medida legal' };
  }
  if (estaMuitoInsatisfeito(texto)) {
    return { gatilho: 'sentimento_negativo', motivo: 'está muito insatisfeito' };
  }
  return null;
}
