import { duvida, nega } from './palavras-de-aceite.ts';

const ligacoes =
  'mas|porem|e|so|ai|dai|depois|entao|agora|tambem|tb|por favor|pfv|pf|dra?|doutora?|julia|ju|me|voces?|vcs?';
const levado =
  'enderecos?|documentos?|documentacao|docs?|dados|contato|telefone|cadastro|jaleco|roupa|uniforme|ramal|cracha';
const assunto = `${levado}|local|localizacao|lugar|mapa|pagamentos?|inicio|entrada|estacionamento|contrato|pix|acesso|recepcao|detalhes?|informac\\w+|infos?`;
const pedir =
  'mand\\w+|pass\\w+|envi\\w+|fala\\w*|diz\\w*|inform\\w+|compartilh\\w+|confirm\\w+|saber|sabe';
const posso = 'pode|poderia|consegue|da pra|tem como|quero|queria|gostaria de|preciso';
const poucas = '(?: \\w+){0,4}';

const perguntas = [
  `(?:(?:${posso}) )*(?:me )?(?:${pedir})${poucas} (?:${assunto})`,
  `(?:qual|quais|cade|tem(?! que))${poucas} (?:${assunto})`,
  // Needing anything but these would be a condition of his.
  `(?:eu )?(?:precis\\w+|tenho que|tem que|devo)(?: (?:d[eoa]s?|levar|mandar|enviar|apresentar|alguma?|[oa]s?|meus?|minhas?))* (?:${levado})`,
  `o que${poucas} (?:levar|mandar|enviar|assinar)`,
  '(?:(?:queria|gostaria de|quero|preciso) saber |sabe )?a?onde (?:e|eh|fica|que|eu|devo|vou|tenho|preciso|chego|estaciono|entro|assino|seria|sera|deixo)',
  `como${poucas} (?:pag\\w+|receb\\w+|cheg\\w+|entr\\w+|acess\\w+|cadastr\\w+)`,
  // "Quando pagam?", not "quando pagarem".
  'quando (?:(?:eu|e|eh|que|voces|vcs?|o pagamento) )*(?:recebo|pagam?|cai|sai|depositam|(?:vou|vai|vao) \\w+r|o pagamento)',
  `(?:(?:em )?quanto tempo|(?:em )?(?:q|que|qual) dia)${poucas} (?:pagam?|pagar|recebo|receber|cai|cair|depositam)`,
  '(?:o )?pagamento (?:e|eh|cai|sai|vem|demora)',
  `(?:q|que) horas?${poucas} (?:comec\\w+|inici\\w+|cheg\\w+|entr\\w+|estar|apresent\\w+)`,
  '(?:falo|falar|procuro|chamo)(?: com| por| pra)? quem',
  '(?:(?:com|por|pra) )?quem(?: eu)? (?:falo|procuro|chamo|e o|e a|me recebe)',
];
/** Waits, or offers help: nothing may come after that could make it a condition. */
const cortesias = [
  '(?:(?:fico|estou|to) )?(?:no )?aguardo(?: (?:[oa]|sua|seu|os|as))?(?: (?:confirmacao|retorno|contato|endereco|detalhes|informacoes|instrucoes))?',
  '(?:me )?confirma(?: (?:depois|aqui|tudo|por favor))*',
  '(?:o que )?(?:voces |vcs? )?precisam?(?: de)?(?: mais)?(?: (?:algo|alguma coisa))?(?: de mim)?',
  'qualquer duvida (?:eu )?te (?:chamo|pergunto|falo)',
];
const cortesia = new RegExp(
  `^(?:(?:${ligacoes}) )*(?:${cortesias.join('|')})(?: (?:${ligacoes}|obrigad[oa]))*$`,
  'u',
);
const praxe = new RegExp(`^(?:(?:${ligacoes}) )*(?:${perguntas.join('|')})(?= |$)`, 'u');

const pedeLogo = 'qual|quais|cade|(?:me )?(?:manda|passa|envia)|(?:queria|gostaria de) saber';
const perguntaLogo =
  'a?onde|como|quando|quem|(?:q|que) horas?|(?:em )?quanto tempo|o que|precis\\w+|tenho que|tem';
const presas = `${ligacoes}|pode|que|com|por|pra|eu|horas?|qual|quais|a?onde|como|quando|quem|queria|de`;

/**
 * The blank before words that ask or request something of their own, whether a comma stands there or not. Some of them
 * need a question mark: "aceito onde fica?" asks, "aceito onde fica perto" is choosy.
 */
export const inicioDePergunta = `(?<!(?<![a-z])(?:${presas}))\\s(?=(?:(?:${ligacoes}) )*(?:(?:${pedeLogo})(?![a-z])|(?:${perguntaLogo})(?![a-z])[^,;?]*\\?))`;

const doNegocio =
  /(?:^| )(?:valor\w*|quanto(?! tempo)|preco|mais|maior|melhor|perto|hoje|vista|adiant\w+)(?= |$)/u;
const semDuvida = new RegExp(
  `^(?:(?:${ligacoes}) )+|(?<= |^)(?:precis\\w+|t(?:em|enho) que)(?= |$)`,
  'gu',
);

/** Asks for what anybody asks who has accepted: address, place, papers, start, payment. Never how much. */
export function ehDePraxe(palavras: readonly string[]): boolean {
  const texto = palavras.join(' ');
  if (cortesia.test(texto)) return true;
  return (
    praxe.test(texto) &&
    !doNegocio.test(texto) &&
    !palavras.some((palavra) => nega.test(palavra)) &&
    !duvida.test(texto.replace(semDuvida, ''))
  );
}
