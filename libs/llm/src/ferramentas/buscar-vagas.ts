import { z } from 'zod';
import { descreverVaga, vagaEmUmaLinha } from './descrever-vaga.ts';
import { erro, ferramenta, textoCurto } from './ferramenta.ts';
import { handlesDeAntes } from './reservar-plantao-vaga.ts';

/** Above any plantão; keeps a slip of the model from becoming a number no column holds. */
const maiorValorReais = 100_000;

export const buscarVagas = ferramenta({
  nome: 'buscar_vagas',
  descricao:
    'Busca vagas de plantão abertas para o médico desta conversa. Use sempre que ele perguntar por plantão, antes de ' +
    'citar qualquer hospital, data, horário ou valor, e também para reencontrar o handle de uma vaga já comentada. ' +
    'Devolve no máximo 5 vagas, cada uma com um handle interno (V1, V2…) que nunca é mostrado ao médico. Preencha só ' +
    'os filtros que o médico pediu. Se vier vazio, não existe vaga assim: diga isso com sinceridade.',
  entrada: z.object({
    especialidade: textoCurto(80)
      .optional()
      .describe('Especialidade, só se o médico disse uma nesta conversa'),
    regiao: textoCurto(80).optional().describe('Cidade, bairro ou região pedida pelo médico'),
    periodo: z.enum(['diurno', 'noturno']).optional().describe('Período pedido pelo médico'),
    valor_minimo: z
      .number()
      .min(0)
      .max(maiorValorReais)
      .optional()
      .describe('Valor mínimo em reais pedido pelo médico'),
    de: z.iso.date().optional().describe('Primeiro dia procurado, AAAA-MM-DD'),
    ate: z.iso.date().optional().describe('Último dia procurado, AAAA-MM-DD'),
  }),
  executar: async (filtro, { vagas, turno }) => {
    const { de = null, ate = null } = filtro;
    if (de !== null && ate !== null && de > ate) return erro('"de" é depois de "ate"');
    const achadas = await vagas.oferecer(turno, {
      especialidade: filtro.especialidade ?? null,
      regiao: filtro.regiao ?? null,
      periodo: filtro.periodo ?? null,
      valorMinimoCentavos:
        filtro.valor_minimo === undefined ? null : Math.round(filtro.valor_minimo * 100),
      de,
      ate,
    });
    const [primeira] = achadas;
    if (!primeira) {
      return {
        corpo: { vagas: [], aviso: 'Nenhuma vaga aberta com esses filtros. Não invente outra.' },
      };
    }
    const jaOfertadas = handlesDeAntes(turno);
    return {
      corpo: { vagas: achadas.map(descreverVaga), aviso: 'Ofereça uma só, a que mais combina.' },
      fatos: {
        hospitais: achadas.map(({ hospital }) => hospital),
        temVaga: true,
        progresso: achadas.some(({ handle }) => !jaOfertadas.has(handle)),
        oferta: `Tenho esse plantão: ${vagaEmUmaLinha(primeira)}. O q acha?`,
        vagas: achadas,
      },
    };
  },
});
