// Whole phrases of descriptions.
import type { Category } from '#lib/policy/index.ts'

/** Acts that say of themselves that nothing brings back what they take. */
export const LOST_FOR_GOOD =
  /\b(?:permanent(?:ly)? (?:\w+ )?(?:delet|remov|destroy|eras|clear|los)\w*|(?:delet|remov|destroy|eras)\w* permanently|(?:elimina|borra|apaga|exclui)\w* (?:permanentemente|definitivamente)|(?<!\b(?:not|never|no|without) )force[- ]?push(?:e[sd]|ing)?|overwrit\w+ (?:the )?(?:remote |git )?history)\b/i
export const NO_WAY_BACK =
  /\b(?:irreversibl[ey]|(?:cannot|can't|can not) be (?:undone|reversed|recovered)|no undo|no se puede deshacer|n[aã]o pode ser desfeit[ao])\b/i
/** A later sentence that goes further than the first: "This also deletes …". */
export const GOES_FURTHER =
  /\b(?:this|it|also|which|will|tool|and|then)\s+(?:(?:also|then|will|permanently|irreversibly|immediately|automatically)\s+){0,2}(deletes?|erases?|wipes?|purges?|destroys?|charges?|refunds?|pays?|buys?|sells?)\s+(?:the|a|an|all|any|every|its|their|your|old|existing|each|it|them|everything)\b/gi
export const NEGATED =
  /\b(?:not|never|without|cannot|can't|doesn't|does not|won't|instead of|before|unless|if)\b[^.]{0,20}$/i

/** "Runs a search": the head is an Execute verb, the act is a reading one. */
export const RUNS_A_READING =
  /^(?:run|execut|perform|issu|mak|initiat|trigger|do|conduct|carr)\w*\b.{0,60}\b(?:search|quer(?:y|ies)|check|audit|analys[ei]s|look-?up|inquir|list|calculation|inspection|research|regression|comparison|report)/i
export const PERFORMS_A_READING =
  /^(?:perform|conduct|do|carr(?:y|ies) out)\w*\b.{0,60}\b(?:search|check|analys[ei]s|look-?ups?|inquir|calculation|inspection|research|regression|comparison)/i
export const READ_ONLY = /\bread[- ]?only\b|\bonly SELECT\b|\bSELECT (?:queries|statements) only\b/i

/** Heads of descriptions in scripts without spaces, looked for near the beginning: the first that stands there. */
export const OTHER_SCRIPTS: readonly (readonly [RegExp, Category])[] = [
  [/支付|付款|退款|转账|轉帳|下单|下單|购买|購買|送金|決済|返金|결제|환불|송금/, 'Financial'],
  [/删除|刪除|移除|清空|清除|销毁|銷毀|卸载|削除|삭제|제거/, 'Destructive'],
  [
    /执行|執行|运行|運行|启动|啟動|停止|重启|重啟|调用|調用|点击|點擊|触发|部署|生成|実行|起動|실행|호출/,
    'Execute',
  ],
  [
    /创建|創建|新建|建立|添加|新增|更新|修改|编辑|編輯|设置|設置|发送|發送|上传|上傳|保存|写入|寫入|移动|移動|作成|追加|送信|생성|추가|수정|전송/,
    'Write',
  ],
  [
    /获取|獲取|查询|查詢|查看|搜索|搜尋|列出|检索|檢索|读取|讀取|取得|检查|檢查|分析|検索|一覧|表示|조회|검색|목록/,
    'Read',
  ],
]

/** Words before the verb of a description: they say that a verb comes. */
export const PREAMBLE =
  /^(?:(?:this|the|a|an|use|using|tools?|function|endpoint|action|method|command|api|mcp|to|for|that|which|will|can|be|is|it|used|allows?|lets?|enables?|helps?|you|users?|agents?|in order|\w+ly|bulk|batch|please|safely|important|deprecated|legacy|step|helper|local|simple|convenience|wrapper|lets|utility|\d+)(?![\w-])[\s:,.()–—-]*)+/i
/** "IDCloud: validate …", "Notion | Retrieve …", "Step 2 of 3 — authenticate …". */
export const LABEL = /^[^.:|—]{1,32}(?:: | \| | — | - )/
