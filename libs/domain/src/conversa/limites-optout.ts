import { padrao } from './normalizar-texto.ts';

/** Greetings ("boa tarde") and "from today on" set no limit. */
const outroHorario = [
  'horarios?|madrugadas?|cedo|manhas?|(?<!boa )(?:tarde|noites?)|durante|por enquanto|no momento|(?:essa|esta) hora',
  '(?<!a partir de )hoje|amanha|(?:segunda|terca|quarta|quinta|sexta)(?! vez)|sabados?|domingos?|feriados?',
  '(?:fim|fins|final|finais) de semana|ferias|(?:semana|mes|ano) que vem|dia \\d+|\\d+ ?h(?:oras?)?',
  '(?:n?ess[ea]s?|n?est[ea]s?|n?[oa]|proxim[oa]s?|por (?:uma?|uns|umas|alguns|algumas)) (?:semanas?|mes|meses|ano|dias|tempo)',
  'em (?:janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)',
  'ate(?! (?:hoje|agora)\\b)|antes d[aeo]s?|depois d[aeo]s?(?! (?:tudo|isso)\\b)|apos|quando|enquanto',
].join('|');

const outroMeio =
  'audios?|videos?|fotos?|figurinhas?|links?|documentos?|comprovantes?|curriculo|automatic[ao]s?|de texto|de voz|grupos?|e ?mails?|sms|instagram|telegram';

const valor = 'abaixo|inferior(?:es)?|menor(?:es)?|menos (?:de|que)|mal pag[oa]s?';

/** What narrows "vagas" down. "vagas de plantão" are still all of them. */
const umTipo = [
  'de(?! (?:plantao|plantoes|trabalho|voces)\\b)|d[ao]s?|dess[ae]s?|em|n[ao]s?(?! (?:meu|minha)\\b)|ness[ae]s?(?! (?:numero|celular|telefone|whatsapp)\\b)',
  '(?:para|pra)(?! mim\\b)|pro|com|que|tao|longe|fora|aos?',
  'noturn[oa]s?|diurn[oa]s?|extras?|pediatric[oa]s?|clinic[oa]s?|cirurgic[oa]s?',
].join('|');
const vagasDeUmTipo = [
  `(?:vagas?|plantao|plantoes) (?:${umTipo})\\b`,
  '\\b(?:d?ess[ea]|d?est[ea]|aquel[ea]) (?:vaga|plantao)\\b',
  // "nothing about paediatrics"
  '\\bnada (?:de|sobre) (?!voces\\b|plantao\\b|plantoes\\b|vagas?\\b|mensage)',
].join('|');

/** A clause with one of these refuses some hours, days, channels, values or vagas, not all of it. */
export const limite = `\\b(?:${outroHorario}|${outroMeio}|${valor})\\b|${vagasDeUmTipo}`;

/** "não manda agora" waits; "não manda mais agora" and "from now on" do not. */
export const soAgora = '^(?!.*\\b(?:mais|a partir de) ).*\\bagora$';

/** Lists that are not ours. "lista de plantões" is: what one for a plantão ("escala") is not. */
export const outraLista = [
  'espera|escalas?|reservas?|duvidas?|grupo|hospital|planilha|equipe|agenda|curso|congresso|evento|residencia|prova|concurso|plantao|plantonistas',
  '(?<!\\blistas? de )(?:plantoes|vagas?)|(?:plantoes|vagas?) (?:de(?! voces\\b)|d[aeo]s?|em|n[aeo]s?|para|pra|com|que)',
].join('|');

const dia = 'amanha|segunda|terca|quarta|quinta|sexta|sabado|domingo';

/** Said with a bare "me tira": it gives up a plantão. */
export const desistenciaDePlantao = padrao(
  `\\b(?:(?<!\\bestou de )plantao|vaga|escala|imprevisto|problema|surgiu|desisti|doente|atestado|passei mal|${dia})\\b|`,
  '\\bnao (?:mais )?(?:vou (?:mais )?(?:conseguir|poder|estar)|consigo|posso|poderei|conseguirei|tenho como|da (?:para|pra)|vou ir)\\b|\\bnao vou(?: mais)?$',
);

/** Said with "não insista": it refuses one thing that was offered. */
export const recusaDeUmaCoisa = padrao(
  `\\b(?:plantao|vaga|hospital|unidade|horario|valor|hoje|${dia})\\b`,
);

/** Said with "apaga meu número": a change of number. */
export const trocaDeNumero = padrao(
  '(?<!\\bnao )\\b(?:salv|anot|adicion|cadastr|atualiz)(?:a|e|em)\\b|\\b(?:troquei|mudei) (?:de|o|meu)\\b|',
  '\\bnov[oa] (?:numero|contato|telefone|celular|whatsapp)\\b|\\b(?:numero|contato|telefone|celular|whatsapp) novo\\b',
);

/** Said with "não me liga": messages stay welcome. */
export const pedeMensagens = padrao(
  '(?<!\\b(?:nao|nem) )(?:^|\\b(?:e|so|apenas|somente|pode|podem|favor|me) )(?:me )?(?:mand|envi|escrev|cham)(?:a|e|em)\\b|',
  '\\b(?:so|apenas|somente|pode|podem|prefiro|melhor)(?: \\w+){0,2} (?:mandar|enviar|escrever|chamar|mensage(?:m|ns)|whatsapp|texto)\\b',
);

/** Said with "não precisa mandar mais nada": what was asked for has arrived. */
export const jaTem = padrao(
  '\\bja (?:entendi|resolvi|(?:tenho|recebi|consegui|achei|peguei|anotei|vi)(?:$| (?:tudo|isso|aqui|o|a|os|as)\\b))',
);
