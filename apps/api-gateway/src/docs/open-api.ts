import { z } from 'zod';
import type { Acesso } from '../acesso/acesso.ts';
import { contratos, erroSchema, type Contrato } from './contratos.ts';

/** Any one of a route's schemes opens it. */
const esquemas: Readonly<Record<Acesso, readonly string[]>> = {
  publico: [],
  webhook: ['tokenDoWebhook'],
  api: ['tokenDaApi'],
  jobs: ['tokenDosJobs', 'tokenDaApi'],
};

function conteudo(schema: z.ZodType) {
  const tipo = schema instanceof z.ZodString ? 'text/plain' : 'application/json';
  const jsonSchema = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  delete jsonSchema.$schema;
  return { [tipo]: { schema: jsonSchema } };
}

function parametros({ caminho, cabecalhos = {} }: Contrato) {
  const doCaminho = [...caminho.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const doCabecalho = Object.entries(cabecalhos).map(([name, schema]) => ({
    name,
    in: 'header',
    required: true,
    description: schema.description,
    schema: { type: 'string' },
  }));
  return [...doCaminho, ...doCabecalho];
}

function operacao(contrato: Contrato) {
  const { resumo, acesso, corpo } = contrato;
  const respostas = {
    ...contrato.respostas,
    ...(acesso !== 'publico' && { 401: erroSchema }),
  };
  return {
    summary: resumo,
    security: esquemas[acesso].map((esquema) => ({ [esquema]: [] })),
    parameters: parametros(contrato),
    ...(corpo && { requestBody: { required: true, content: conteudo(corpo) } }),
    responses: Object.fromEntries(
      Object.entries(respostas).map(([status, schema]) => [
        status,
        { description: Number(status) < 400 ? 'OK' : 'Error', content: conteudo(schema) },
      ]),
    ),
  };
}

/** The OpenAPI 3.1 document of the api, from the schemas that the routes themselves use. */
export function openApi(versao: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const contrato of contratos) {
    paths[contrato.caminho] = { ...paths[contrato.caminho], [contrato.metodo]: operacao(contrato) };
  }
  const bearer = { type: 'http', scheme: 'bearer' };
  const nomes = new Set(Object.values(esquemas).flat());
  const securitySchemes = Object.fromEntries([...nomes].map((esquema) => [esquema, bearer]));
  return {
    openapi: '3.1.0',
    info: { title: 'Júlia', version: versao },
    paths,
    components: { securitySchemes },
  };
}
