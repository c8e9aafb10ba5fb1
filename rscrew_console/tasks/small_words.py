"""Words that say nothing of a task: what stands before a verb, and what stands before a noun."""

from __future__ import annotations

_FILLERS = """
    please can could would will you kindly i we need want to like help me us let's lets now
    hi hello hey ok okay so just then next first the a an your my task is and also this here
    be should must in as for bitte kannst könntest du mir uns können sie würdest ich möchte
    dass s'il te vous plaît peux-tu pouvez-vous pourriez-vous peux pouvez j'aimerais je veux
    voudrais por favor puedes podrías me quiero que per favore puoi potresti mi vorrei você
    pode poderia quero gostaria de kun je kunt u alsjeblieft graag proszę czy możesz mógłbyś
    пожалуйста можешь можете мне"""

_DETERMINERS = """
    the this that these those my your his her its our their of a an no any some each every
    der die das dieser diese dieses den dem des ein eine einen mein meine le la les ce cette
    ces un une mon ma el los las este esta un una il lo gli questo questa un' o os as este
    esta um uma de het een deze dit mijn"""

FILLERS = frozenset(_FILLERS.split())
"""Before the verb at the head of a sentence: `please`, `can you`."""
DETERMINERS = frozenset(_DETERMINERS.split())
"""Before a noun: `the`, `my`."""
