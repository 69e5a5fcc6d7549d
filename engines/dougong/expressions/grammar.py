"""The grammar of the language, for lark's LALR parser."""

GRAMMAR = r"""
start: "="? or_
?or_: and_ (_OR and_)*
?and_: not_ (_AND not_)*
?not_: NOT not_ -> negation
     | cmp
?cmp: cat
    | cat COMPARE cat -> comparison
    | cat "=" cat -> equality
    | cat _IN "(" args ")" -> in_list
    | cat NOT _IN "(" args ")" -> not_in_list
?cat: add
    | cat "&" add -> concat
?add: mul
    | add SIGN mul -> binary
?mul: un
    | mul TIMES un -> binary
?un: SIGN un -> unary
   | pow
?pow: post
    | post "^" un -> power
?post: atom
     | post "." NAME -> member
     | post "." LABEL -> member
     | post "[" or_ "]" -> filter
?atom: NUMBER -> number
     | STRING -> string
     | TRUE -> true
     | FALSE -> false
     | NAME -> name
     | LABEL -> label
     | VARIABLE -> variable
     | "?" -> input
     | NAME "(" args ")" -> call
     | _AND "(" args ")" -> call_and
     | _OR "(" args ")" -> call_or
     | _IN "(" args ")" -> call_in
     | "(" or_ ")" -> group
args: [or_ ("," or_)*]

_OR.3: /OR\b/i
_AND.3: /AND\b/i
NOT.3: /NOT\b/i
_IN.3: /IN\b/i
TRUE.3: /TRUE\b/i
FALSE.3: /FALSE\b/i
COMPARE.2: "<>" | "!=" | "<=" | ">=" | "<" | ">"
SIGN: "+" | "-"
TIMES: "*" | "/"
NUMBER: /[0-9]+(\.[0-9]+)?/
STRING: /"(?:[^"]|"")*"/
NAME: /[^\W\d]\w*/
LABEL: /\{[^{}\n]*\}/
VARIABLE: /\$[^\W\d]\w*/
COMMENT: /\/\/[^\n]*/
%ignore COMMENT
%ignore /\s+/
"""
