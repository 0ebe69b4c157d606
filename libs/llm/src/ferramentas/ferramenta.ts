import type Anthropic from '@anthropic-ai/sdk';
import type { Lembretes, TextoBloqueado, Turno, Vagas } from '@julia/domain';
import { z } from 'zod';
import type { Fatos } from './fatos.ts';

/** Local `HH:MM`, America/Sao_Paulo; end exclusive. */
export interface JanelaDeEnvio {
  readonly inicio: string;
  readonly fim: string;
}

export interface ContextoDaFerramenta {
  readonly turno: Turno;
  readonly textoDoMedico: string;
  readonly fatos: Fatos;
  readonly vagas: Vagas;
  readonly lembretes: Lembretes;
  readonly janela: JanelaDeEnvio;
}

export interface ResultadoDaFerramenta {
  readonly corpo: Readonly<Record<string, unknown>>;
  /** The call was wrong and may be made again, corrected. */
  readonly erro?: boolean;
  readonly fatos?: Partial<Fatos>;
  readonly bloqueado?: TextoBloqueado;
}

export interface Ferramenta {
  readonly nome: string;
  readonly definicao: Anthropic.Tool;
  /** Checks the model's input before anything runs; what is wrong goes back to the model in words. */
  readonly executar: (
    entrada: unknown,
    contexto: ContextoDaFerramenta,
  ) => Promise<ResultadoDaFerramenta>;
}

interface Descricao<S extends z.ZodObject> {
  readonly nome: string;
  readonly descricao: string;
  readonly entrada: S;
  readonly executar: (
    entrada: z.output<S>,
    contexto: ContextoDaFerramenta,
  ) => Promise<ResultadoDaFerramenta>;
}

export function ferramenta<S extends z.ZodObject>(descricao: Descricao<S>): Ferramenta {
  const { nome, entrada: schema } = descricao;
  return {
    nome,
    definicao: {
      name: nome,
      description: descricao.descricao,
      strict: true,
      input_schema: esquemaEstrito(schema),
    },
    executar: async (entrada, contexto) => {
      const lida = schema.safeParse(entrada);
      if (!lida.success) return erro(problemas(lida.error));
      return descricao.executar(lida.data, contexto);
    },
  };
}

export function erro(mensagem: string, bloqueado?: TextoBloqueado): ResultadoDaFerramenta {
  return { corpo: { erro: mensagem }, erro: true, ...(bloqueado ? { bloqueado } : {}) };
}

/** A short text of the model: one that a database column and a chat can hold. */
export function textoCurto(maximo: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(maximo)
    .refine(
      (texto) => texto.isWellFormed() && !/[\0-\x08\x0b-\x1f]/.test(texto),
      'caracteres inválidos',
    );
}

const maiorExplicacao = 500;

function problemas({ issues }: z.ZodError): string {
  const linhas = issues.map(({ path, message }) => `${path.join('.') || 'entrada'}: ${message}`);
  return `Entrada inválida. ${linhas.join('; ')}`.slice(0, maiorExplicacao);
}

/** Keywords that grammar-constrained tools do not take; zod checks them after the call instead. */
const naoAceitos = ['minLength', 'maxLength', 'minimum', 'maximum', 'pattern'] as const;

function esquemaEstrito(schema: z.ZodObject): Anthropic.Tool.InputSchema {
  const { properties, required } = z.toJSONSchema(schema, {
    override: ({ jsonSchema }) => {
      for (const chave of naoAceitos) Reflect.deleteProperty(jsonSchema, chave);
    },
  });
  return {
    type: 'object',
    properties: properties ?? {},
    required: required ?? [],
    additionalProperties: false,
  };
}
