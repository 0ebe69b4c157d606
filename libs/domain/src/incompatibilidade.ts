import { versaoEsquemaEsperada, type EstadoDoBanco } from './configuracoes.ts';

export interface Incompatibilidade {
  readonly codigo: 'AMBIENTE_DIFERENTE' | 'ESQUEMA_ANTIGO' | 'ESQUEMA_NOVO';
  /** Portuguese, for the person who started the service. */
  readonly explicacao: string;
}

/** Why a service of this build and environment cannot work with this database; null when it can. */
export function incompatibilidade(
  banco: Pick<EstadoDoBanco, 'ambiente' | 'versaoEsquema' | 'esquemaMinimoSuportado'>,
  ambiente: string,
): Incompatibilidade | null {
  const { versaoEsquema, esquemaMinimoSuportado } = banco;
  if (banco.ambiente !== ambiente) {
    return {
      codigo: 'AMBIENTE_DIFERENTE',
      explicacao: `o banco é do ambiente "${banco.ambiente}" e este serviço do ambiente "${ambiente}"; confira SUPABASE_URL e ENVIRONMENT`,
    };
  }
  if (versaoEsquema < versaoEsquemaEsperada) {
    return {
      codigo: 'ESQUEMA_ANTIGO',
      explicacao: `o banco está na versão ${versaoEsquema} e este serviço precisa da ${versaoEsquemaEsperada}; aplique as migrações`,
    };
  }
  if (esquemaMinimoSuportado > versaoEsquemaEsperada) {
    return {
      codigo: 'ESQUEMA_NOVO',
      explicacao: `o banco só aceita serviços da versão ${esquemaMinimoSuportado} em diante e este é da ${versaoEsquemaEsperada}; atualize o serviço`,
    };
  }
  return null;
}
