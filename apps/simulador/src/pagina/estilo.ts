/** List of doctors and phone. */
export const estilo = `
:root {
  color-scheme: light dark;
  --fundo: #e6eae4; --fundo-2: #d5dfdc; --cartao: #ffffff; --tinta: #14211f; --suave: #5c6b68;
  --linha: #dfe5e2; --marca: #0f766e; --marca-forte: #0b5650; --marca-clara: #d8efe9;
  --papel: #efe9df; --dele: #ffffff; --meu: #d6f5cf; --equipe: #fff1d6;
  --tique: #7b8a86; --lido: #1d9bf0; --perigo: #b3261e; --sombra: 0 24px 60px -20px rgb(20 50 45 / 35%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --fundo: #0e1514; --fundo-2: #16211f; --cartao: #17211f; --tinta: #e6efec; --suave: #9db0ab;
    --linha: #26332f; --marca: #2aa79a; --marca-forte: #10403b; --marca-clara: #16352f;
    --papel: #101816; --dele: #1f2c29; --meu: #14503f; --equipe: #4b3a17;
    --tique: #93a6a0; --lido: #5ab8ff; --perigo: #ff8a80; --sombra: 0 24px 60px -20px rgb(0 0 0 / 70%);
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body { height: 100%; margin: 0; }
body { font: 15px/1.4 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif; color: var(--tinta);
  background: radial-gradient(120% 90% at 80% 0%, var(--fundo-2), var(--fundo)); }
button, input, select, textarea { font: inherit; color: inherit; }
button { cursor: pointer; }
:focus-visible { outline: 3px solid color-mix(in srgb, var(--marca) 70%, transparent); outline-offset: 2px; }
.oculto { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.tela { height: 100dvh; display: grid; grid-template-columns: minmax(250px, 310px) minmax(0, 1fr); }
.tela.com-painel { grid-template-columns: minmax(250px, 310px) minmax(0, 1fr) minmax(300px, 360px); }

.lista { display: flex; flex-direction: column; min-height: 0; background: var(--cartao); border-right: 1px solid var(--linha); }
.marca { display: flex; gap: 12px; align-items: center; padding: 20px 18px 14px; }
.marca h1 { font-size: 18px; margin: 0; letter-spacing: -.01em; }
.marca p { margin: 0; font-size: 12.5px; color: var(--suave); }
.selo, .avatar { display: grid; place-items: center; flex: none; border-radius: 50%; font-weight: 650; color: #fff; }
.selo { width: 40px; height: 40px; border-radius: 13px; background: linear-gradient(150deg, #14b8a6, #0f766e); font-size: 20px; }
.avatar { width: 40px; height: 40px; font-size: 14px; letter-spacing: .02em; }
.avatar.julia { background: linear-gradient(150deg, #f59e0b, #db6b2d); }
#medicos { flex: 1; overflow-y: auto; padding: 4px 8px; }
.contato { width: 100%; display: grid; grid-template-columns: 40px 1fr auto; gap: 2px 12px; align-items: center; padding: 10px; margin: 2px 0;
  text-align: left; background: none; border: 0; border-radius: 14px; }
.contato:hover { background: color-mix(in srgb, var(--marca-clara) 45%, transparent); }
.contato[aria-current='true'] { background: var(--marca-clara); }
.contato .avatar { grid-row: span 2; }
.contato strong { font-weight: 600; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.contato time { font-size: 11.5px; color: var(--suave); }
.contato small { color: var(--suave); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.contato small.vivo { color: var(--marca); font-weight: 550; }
.contato .novas { justify-self: end; min-width: 20px; padding: 0 6px; border-radius: 10px; background: var(--marca); color: #fff; font-size: 11.5px; line-height: 20px; text-align: center; }
.novo { padding: 12px 18px 4px; border-top: 1px solid var(--linha); }
.novo label { font-size: 12.5px; color: var(--suave); }
.linha { display: flex; gap: 8px; margin-top: 4px; }
.linha input { flex: 1; min-width: 0; }
input, select { padding: 8px 10px; border: 1px solid var(--linha); border-radius: 10px; background: var(--cartao); }
.linha button, .acoes button { padding: 8px 14px; border: 0; border-radius: 10px; background: var(--marca-clara); font-weight: 550; }
.dica { margin: 0; padding: 8px 18px 14px; font-size: 11.5px; color: var(--suave); }
kbd { font: inherit; padding: 0 5px; border: 1px solid var(--linha); border-bottom-width: 2px; border-radius: 5px; }

.palco { min-height: 0; display: grid; place-items: center; padding: 22px; }
.celular { width: min(430px, 100%); height: min(860px, 100%); display: flex; flex-direction: column; overflow: hidden; border-radius: 42px;
  border: 11px solid #101716; background: var(--papel); box-shadow: var(--sombra), 0 0 0 2px #3a4744; }
.topo { display: flex; align-items: center; gap: 11px; padding: 12px 14px; background: linear-gradient(180deg, var(--marca-forte), color-mix(in srgb, var(--marca-forte) 88%, #000)); color: #fff; }
.quem { flex: 1; min-width: 0; display: flex; flex-direction: column; line-height: 1.25; }
.quem span { font-size: 12.5px; opacity: .85; }
.quem span.digitando { opacity: 1; color: #a7f3d0; }
.pilula { padding: 6px 12px; border: 1px solid rgb(255 255 255 / 35%); border-radius: 999px; background: rgb(255 255 255 / 10%); color: #fff; font-size: 13px; }
.pilula[aria-expanded='true'] { background: rgb(255 255 255 / 24%); }
.pilula span { margin-left: 6px; padding: 1px 7px; border-radius: 9px; background: #fbbf24; color: #3b2600; font-weight: 650; font-size: 12px; }
.redondo { width: 34px; height: 34px; border: 0; border-radius: 50%; background: transparent; font-size: 24px; line-height: 1; }
.eu { margin: 0; padding: 5px 14px; font-size: 12px; text-align: center; color: var(--suave); background: color-mix(in srgb, var(--papel) 70%, var(--cartao)); border-bottom: 1px solid var(--linha); }
.mensagens { flex: 1; min-height: 0; overflow-y: auto; padding: 14px 12px; display: flex; flex-direction: column; gap: 3px; scroll-behavior: smooth;
  background-image: radial-gradient(color-mix(in srgb, var(--tinta) 6%, transparent) 1px, transparent 1.5px); background-size: 18px 18px; }
.vazio { margin: auto; max-width: 260px; padding: 14px 18px; border-radius: 14px; text-align: center; color: var(--suave); background: color-mix(in srgb, var(--cartao) 80%, transparent); }
.dia { align-self: center; margin: 8px 0; padding: 3px 12px; border-radius: 8px; font-size: 12px; color: var(--suave); background: var(--cartao); }
.balao { max-width: 82%; padding: 6px 10px 5px; border-radius: 12px; box-shadow: 0 1px 1px rgb(0 0 0 / 9%); overflow-wrap: break-word; white-space: pre-wrap; }
.balao.recente { animation: chega .2s ease-out; }
.balao.medico { align-self: flex-end; background: var(--meu); border-bottom-right-radius: 4px; }
.balao.julia { align-self: flex-start; background: var(--dele); border-bottom-left-radius: 4px; }
.balao.humano { align-self: flex-start; background: var(--equipe); border-bottom-left-radius: 4px; }
.balao.outro-autor { margin-top: 8px; }
.balao .autora { display: block; font-size: 12px; font-weight: 600; color: #b45309; }
@media (prefers-color-scheme: dark) { .balao .autora { color: #fbbf24; } }
.balao footer { display: flex; justify-content: flex-end; align-items: center; gap: 4px; margin-top: 1px; font-size: 11px; color: var(--tique); }
.balao .tique { width: 17px; height: 11px; fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.balao .tique.lido { stroke: var(--lido); }
.balao .erro { color: var(--perigo); font-weight: 650; }
.pontos { align-self: flex-start; display: flex; gap: 4px; padding: 12px 14px; border-radius: 12px; background: var(--dele); margin-top: 6px; }
.pontos i { width: 7px; height: 7px; border-radius: 50%; background: var(--tique); animation: pisca 1.2s infinite; }
.pontos i:nth-child(2) { animation-delay: .18s; } .pontos i:nth-child(3) { animation-delay: .36s; }
@keyframes pisca { 0%, 60%, 100% { opacity: .3; transform: none; } 30% { opacity: 1; transform: translateY(-3px); } }
@keyframes chega { from { opacity: 0; transform: translateY(6px); } }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; scroll-behavior: auto !important; } }

.sugestoes { display: flex; gap: 6px; overflow-x: auto; padding: 6px 12px; scrollbar-width: none; }
.sugestoes button { flex: none; padding: 5px 11px; border: 1px solid var(--linha); border-radius: 999px; background: var(--cartao); font-size: 12.5px; color: var(--suave); }
.sugestoes button:hover { color: var(--tinta); border-color: var(--marca); }
.escrever { position: relative; display: flex; align-items: flex-end; gap: 8px; padding: 6px 10px 4px; }
.escrever textarea { flex: 1; min-width: 0; max-height: 130px; resize: none; padding: 10px 15px; border: 1px solid var(--linha); border-radius: 21px; background: var(--cartao); line-height: 1.35; }
.enviar { width: 42px; height: 42px; display: grid; place-items: center; flex: none; border: 0; border-radius: 50%; background: var(--marca); color: #fff; }
.anexos summary { width: 38px; height: 42px; display: grid; place-items: center; list-style: none; font-size: 26px; color: var(--suave); cursor: pointer; border-radius: 50%; }
.anexos summary::-webkit-details-marker { display: none; }
.menu { position: absolute; bottom: 56px; left: 8px; display: grid; padding: 6px; border-radius: 14px; background: var(--cartao); box-shadow: var(--sombra); z-index: 2; }
.menu button { padding: 9px 16px; border: 0; border-radius: 9px; background: none; text-align: left; }
.menu button:hover { background: var(--marca-clara); }
.autor { display: flex; gap: 7px; justify-content: center; align-items: center; padding: 2px 12px 10px; font-size: 12px; color: var(--suave); }
input[type='checkbox'] { accent-color: var(--marca); }
.aviso { position: fixed; left: 50%; bottom: 20px; translate: -50% 0; margin: 0; padding: 10px 18px; border-radius: 12px; background: #14211f; color: #fff; box-shadow: var(--sombra); z-index: 5; }
.so-estreito { display: none; color: #fff; }
`;
