import type { SuiteContext } from './context.ts';
import type { Report } from './report.ts';

interface Suite {
  readonly nome: string;
  /** Our three images and the stand-ins of the others are built before it. */
  readonly comImagens: boolean;
  readonly carregar: () => Promise<(report: Report, context: SuiteContext) => Promise<void>>;
}

/** In the order in which `npm run test:docker` runs them; `-- --so <nome>` runs one. */
export const SUITES: readonly Suite[] = [
  {
    nome: 'imagens',
    comImagens: false,
    carregar: async () => (await import('./imagens.ts')).checkImages,
  },
  {
    nome: 'lint-compose',
    comImagens: false,
    carregar: async () => (await import('./lint-compose/suite.ts')).checkComposeLint,
  },
  {
    nome: 'edge',
    comImagens: true,
    carregar: async () => (await import('./edge/suite.ts')).checkEdge,
  },
  {
    nome: 'banco',
    comImagens: true,
    carregar: async () => (await import('./banco/suite.ts')).checkBanco,
  },
  {
    nome: 'habitos',
    comImagens: true,
    carregar: async () => (await import('./habitos/suite.ts')).checkHabits,
  },
  {
    nome: 'comando-julia',
    comImagens: true,
    carregar: async () => (await import('./comando-julia/suite.ts')).checkJulia,
  },
  {
    nome: 'rollout',
    comImagens: true,
    carregar: async () => (await import('./rollout/suite.ts')).checkRollout,
  },
  {
    nome: 'mortes',
    comImagens: true,
    carregar: async () => (await import('./mortes/suite.ts')).checkMortes,
  },
  {
    nome: 'backup',
    comImagens: true,
    carregar: async () => (await import('./backup/suite.ts')).checkBackup,
  },
  {
    nome: 'guia',
    comImagens: true,
    carregar: async () => (await import('./guia/suite.ts')).checkGuide,
  },
];
