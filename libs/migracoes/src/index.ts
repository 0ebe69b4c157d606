export { lerMigracoes, type Migracao } from './arquivos.ts';
export {
  aplicarMigracoes,
  lerSeed,
  testarConexao,
  type OpcoesDeMigracao,
  type ResultadoDeMigracao,
} from './aplicar-migracoes.ts';
export { MigracaoError, type CodigoDeMigracao } from './migracao-error.ts';
export { preparacaoDoServidor } from './servidor.ts';
export { seNinguemMigra } from './trava.ts';
