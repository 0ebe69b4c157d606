/** Panel of faults, and what changes on narrow screens. */
export const estiloDoPainel = `
.painel { display: flex; flex-direction: column; min-height: 0; overflow-y: auto; padding: 16px 18px 24px; background: var(--cartao); border-left: 1px solid var(--linha); }
.painel header { display: flex; justify-content: space-between; align-items: center; }
.painel h2 { margin: 0; font-size: 18px; }
.explica { margin: 2px 0 12px; font-size: 13px; color: var(--suave); }
.campo { display: grid; gap: 4px; font-size: 12.5px; color: var(--suave); }
.campo select { color: var(--tinta); }
.grupo { margin-top: 12px; border: 1px solid var(--linha); border-radius: 14px; }
.grupo summary { padding: 10px 14px; font-weight: 600; cursor: pointer; }
.grupo summary b { float: right; padding: 0 8px; border-radius: 9px; background: #fbbf24; color: #3b2600; font-size: 12px; line-height: 19px; }
.chave { padding: 8px 14px; border-top: 1px solid var(--linha); }
.chave.ligada { background: color-mix(in srgb, #fbbf24 14%, transparent); }
.chave:not(.ligada) .ajustes { display: none; }
.chave > label { display: flex; gap: 9px; align-items: center; font-size: 13.5px; }
.ajustes { display: flex; flex-wrap: wrap; gap: 6px 8px; align-items: center; margin: 6px 0 2px 24px; font-size: 12.5px; color: var(--suave); }
.ajustes input, .ajustes select { padding: 4px 7px; border-radius: 8px; font-size: 12.5px; color: var(--tinta); }
.ajustes input[type='number'] { width: 84px; }
.ajustes input[type='text'] { flex: 1; min-width: 140px; }
.acoes { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 18px; }
.acoes button { font-size: 13px; }
.acoes .perigo { color: var(--perigo); background: color-mix(in srgb, var(--perigo) 12%, transparent); }
.links { margin: 18px 0 0; font-size: 12px; color: var(--suave); }
.links a { color: var(--marca); }

@media (max-width: 1100px) {
  .tela.com-painel { grid-template-columns: minmax(0, 1fr) minmax(300px, 360px); }
  .tela.com-painel .lista { display: none; }
}
@media (max-width: 720px) {
  .tela, .tela.com-painel { grid-template-columns: minmax(0, 1fr); }
  .tela .lista { display: none; }
  .tela.na-lista .lista { display: flex; border: 0; }
  .tela.na-lista .palco { display: none; }
  .so-estreito { display: block; }
  .palco { padding: 0; place-items: stretch; }
  .celular { width: 100%; height: 100dvh; border: 0; border-radius: 0; box-shadow: none; }
  .painel { position: fixed; inset: 0; z-index: 3; }
}
@media (max-height: 640px) and (min-width: 721px) { .palco { padding: 8px; } .celular { border-radius: 26px; border-width: 7px; } }
`;
