import { familiasOptout } from './familias-optout.ts';
import { dizAlguma, oracoes, padrao } from './normalizar-texto.ts';

/** A whole message that is only the keyword. */
const mensagemInteira = padrao(
  '^(?:para|pare|parem|parar|stop|sair|cancelar|chega|basta|bloquear|bloqueia|remover|excluir|',
  'descadastro|descadastramento|(?:nao (?:tenho|temos|ha|possuo)(?: mais| nenhum)?|sem) interesse|',
  'nao estou interessad[oa])$',
);

const agradecimento =
  '(?:(?:muito )?obrigad[oa]|agradeco|grat[oa])(?: (?:pelo|pela|o|a) (?:contato|atencao))?';
const cortesia = padrao(
  `^(?:(?:por favor|por gentileza|${agradecimento}|oi|ola|bom dia|boa tarde|boa noite|ok|julia|valeu|desculpa|desculpe|tudo bem)\\s?)+$`,
);
const cortesiaNoFim = padrao(` (?:por favor|${agradecimento})$`);

/**
 * True when a message asks never to be written to again (DOMAIN §5). What else its burst says may show that it means
 * less than that, never more.
 */
export function pedeOptout(texto: string, rajada: readonly string[] = [texto]): boolean {
  const partes = oracoes(texto);
  const essencial = partes
    .filter((oracao) => !cortesia.test(oracao))
    .join(' ')
    .replace(/^(?:mas|(?:por )?favor) /u, '')
    .replace(cortesiaNoFim, '');
  return (
    mensagemInteira.test(essencial) || dizAlguma(familiasOptout, partes, rajada.flatMap(oracoes))
  );
}
