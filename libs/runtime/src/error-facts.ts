import { AppError, type Fatos } from '@julia/domain';

const maxCausas = 3;

/**
 * Messages of drivers quote what they were given: addresses with passwords, tokens, phones in a violated key. What
 * looks like one of these is cut before it reaches a log.
 */
export function semDadosPessoais(texto: string): string {
  return texto
    .replace(/\/\/[^\s/@]+@/g, '//[oculto]@')
    .replace(/\b(bearer|apikey|token)[\s:=]+\S+/gi, '$1 [oculto]')
    .replace(/\b(sk-ant-|sb_secret_|eyJ)[\w.-]+/g, '[oculto]')
    .replace(/\+?\d[\d\s().-]{8,}\d/g, '[digitos]');
}

function causas(erro: unknown): string[] {
  const cadeia: string[] = [];
  let atual = erro instanceof Error ? erro.cause : undefined;
  while (atual !== undefined && atual !== null && cadeia.length < maxCausas) {
    const texto = atual instanceof Error ? `${atual.name}: ${atual.message}` : 'causa sem tipo';
    cadeia.push(semDadosPessoais(texto));
    atual = atual instanceof Error ? atual.cause : undefined;
  }
  return cadeia;
}

/** Where an error started: the frames only, because the first lines of a stack repeat the message. */
function quadros(erro: AppError): string | undefined {
  const origem = erro.cause instanceof Error ? erro.cause : erro;
  const linhas = origem.stack?.split('\n').filter((linha) => /^\s+at /.test(linha));
  return linhas?.slice(0, 12).join('\n');
}

/** What a log line may say of an error: its code, kind, ids and cleaned messages; the stack only of a bug. */
export function fatosDoErro(thrown: unknown): Fatos {
  const erro = AppError.from(thrown);
  const cadeia = causas(erro);
  return {
    ...erro.context,
    err: erro.code,
    errTipo: erro.kind,
    errMensagem: semDadosPessoais(erro.message),
    ...(cadeia.length > 0 && { errCausa: cadeia.join(' <- ') }),
    ...(erro.kind === 'bug' && { errPilha: quadros(erro) }),
  };
}
