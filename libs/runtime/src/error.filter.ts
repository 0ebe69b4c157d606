import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { AppError, errorPolicy, type Log } from '@julia/domain';
import type { FastifyReply } from 'fastify';
import { fatosDoErro } from './error-facts.ts';

/** Long enough for a restart, short enough that a provider's retry arrives soon. */
const tentarDepoisSegundos = 5;

interface RespostaDeErro {
  readonly status: number;
  readonly codigo: string;
  readonly mensagem: string;
}

/** What the person or program at the other side reads; the cause stays in the log. */
const padroes = {
  400: ['PEDIDO_INVALIDO', 'O pedido não está no formato esperado.'],
  401: ['NAO_AUTORIZADO', 'Token ausente ou inválido.'],
  403: ['ACESSO_NEGADO', 'Acesso negado.'],
  404: ['NAO_ENCONTRADO', 'Não encontrado.'],
  409: ['CONFLITO', 'Não é possível no estado atual.'],
  413: ['CORPO_GRANDE_DEMAIS', 'Corpo maior do que o limite.'],
  429: ['PEDIDOS_DEMAIS', 'Pedidos demais, tente de novo daqui a pouco.'],
  500: ['ERRO_INESPERADO', 'Erro inesperado.'],
  503: ['INDISPONIVEL', 'Indisponível no momento, tente de novo daqui a pouco.'],
} as const satisfies Record<number, readonly [codigo: string, mensagem: string]>;

/** The error answer of a bare status, for hooks that refuse a request before Nest sees it. */
export function respostaPadrao(status: number): RespostaDeErro {
  const conhecido = Object.hasOwn(padroes, status) ? status : status < 500 ? 400 : 500;
  const [codigo, mensagem] = padroes[conhecido as keyof typeof padroes];
  return { status, codigo, mensagem };
}

/** Refusals of the framework itself, such as an unknown route or a body over the limit. */
function respostaDoFramework(erro: unknown): RespostaDeErro | null {
  if (erro instanceof HttpException) return respostaPadrao(erro.getStatus());
  if (!(erro instanceof Error) || !('code' in erro) || !('statusCode' in erro)) return null;
  const status = Number(erro.statusCode);
  return String(erro.code).startsWith('FST_') && status < 500 ? respostaPadrao(status) : null;
}

/** The answer of any failure: `{ codigo, mensagem }`, decided by the error's kind, never a stack. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly log: Log;

  constructor(log: Log) {
    this.log = log;
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const resposta = host.switchToHttp().getResponse<FastifyReply>();
    const conhecida = respostaDoFramework(thrown) ?? this.respostaNossa(thrown);
    if (conhecida.status === 503) resposta.header('retry-after', String(tentarDepoisSegundos));
    const { codigo, mensagem } = conhecida;
    void resposta.status(conhecida.status).send({ codigo, mensagem });
  }

  private respostaNossa(thrown: unknown): RespostaDeErro {
    const erro = AppError.from(thrown);
    const { level, status } = errorPolicy[erro.kind];
    this.log[level](fatosDoErro(erro), 'request failed');
    // An input error explains itself: its message is written for whoever made the request.
    const mensagem = erro.kind === 'input' ? erro.message : respostaPadrao(status).mensagem;
    return { status, codigo: erro.code, mensagem };
  }
}
