"""The words by which a prompt says what it asks for, in the languages that people write prompts in.

Two kinds of classes: an action is what is to be done (the verb), an object is what it is to be done
to. A word that ends in `*` is a stem, and stands for every word that begins with it. A phrase is
written with `_` between its words. A word may be an action and an object (`grade`, `test`).
Languages with spaces: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish,
Russian. Chinese, Japanese and Korean are in `cjk_vocabulary`.
"""

from __future__ import annotations

from collections.abc import Mapping

ACTIONS: Mapping[str, str] = {
    "create": """
        generate generates generating create creating write writing design designing compose
        composing produce make making draft drafting invent devise formulate prepare author
        come_up_with think_up put_together give provide propose suggest brainstorm build set_up
        craft assemble construct supply i_need i_want i'd_like we_need need add want
        develop pose output list
        erstell* generier* erzeug* schreib* entwirf entwerfen entwickl* verfass* formulier*
        denk_dir
        gib gebt geben ausdenken überleg* liefer* bereite erfind* stell* brauche bau mach
        konzipier*
        génér* cré* crée créer écri* rédig* conçois conçoi* concev* invent* propos* élabor*
        produi*
        prépar* donn* fai* fabriqu* compos* imagin* formul* besoin construi*
        gener* crea* crear escrib* redact* diseñ* elabor* produc* prepar* dame dime da inventa*
        propón propon* haz hace hacer constru* plantea* formula* necesito
        scriv* scriva genera* crea creare progett* produ* redig* idea idead* dammi fammi prepara*
        proponi inventa elabora costrui* formula
        escrev* crie criar cri* gere gerar elabore projete produza faça fazer dê dá invente
        proponha
        desenvolv* preciso monte
        schrijf* maak maken genereer* ontwerp* bedenk* stel geef verzin creëer* bouw
        napisz* stwórz* utwórz* wygeneruj* zaprojektuj* przygotuj* wymyśl* ułóż* opracuj* podaj
        daj
        zbuduj zaproponuj
        напиш* созда* сгенерир* придума* состав* разработа* сдела* подготов* предложи* сочин* дай
        дайте построй* постройте сформулир*""",
    "evaluate": """
        evaluate evaluating assess assessing grade grading score scoring mark marking rate rating
        judge judging check checking review reviewing critique critiquing validate appraise
        peer_review proofread verify rank assign_a_grade assign_a_score give_feedback_on
        give_feedback provide_feedback feedback_on is_this_correct is_it_correct is_this_right
        is_the_answer is_my_answer is_this_answer how_good how_well does_this_answer
        award inspect determine_whether_the_student tell_me_if_this_answer correct_this correct
        how_many_points how_many_marks what_grade what_score evaluate_whether mark_out
        points_out_of out_of_10 out_of_100
        bewert* benot* beurteil* prüf* überprüf* korrigier* begutacht* kontrollier* gib_feedback
        evaluier* wie_gut ist_diese_antwort benoten stimmt_diese
        évalu* notez noter note_cette donne_une_note corrig* vérifi* jug* appréci* critiqu*
        relis* relire
        evalú* evalu* califi* corrig* revis* valor* puntú* puntua* comprueb* comprobar juzg*
        verific*
        valut* corregg* controll* giudic* verifica* rivedi dai_un_voto
        avali* corrij* corrig* verifiqu* pontu* julgu* confira revise classifiqu*
        beoordeel* nakijk* kijk_na controleer* becijfer* evalueer* geef_een_cijfer geef_feedback
        ocen* sprawdź* oceń* zweryfikuj* zrecenzuj*
        оцен* провер* рецензи* поставь_оценк* поставь""",
    "vary": """
        rephrase rephrasing reword rewording paraphrase paraphrasing vary varying rewrite
        rewriting
        modify modifying alter adapt adapting restate reformulate recast transform tweak rework
        change simplify_the_wording shorten lengthen translate say_it say_this put_this_in
        put_it_in swap replace turn_this_into turn_this turn_the convert make_it_sound
        make_this_sound
        make_this make_it make_the tone_down diversify remix vary_the revise_the_wording
        give_another another different_version alternative_version alternative_versions
        alternative_wording alternative_phrasing express_this express switch say
        umformulier* formuliere_um formulier_um paraphrasier* variier* änder* abwandl* wandle
        schreibe_um schreib_um umschreib* passe_an kürz* vereinfache_den übersetz* drück* forme
        reformul* paraphras* modifi* vari* adapt* réécri* récri* chang* transform* raccourc*
        tradui*
        dis-le
        reformul* parafras* modific* vari* adapt* reescrib* cambi* transform* acort* traduc*
        expres*
        riformul* parafras* modific* varia* adatt* riscriv* cambia* trasform* accorci* traduc*
        esprimi
        reformul* parafrase* modifiqu* varie adapte reescrev* mude altere transform* encurt*
        traduz*
        herformuleer* parafraseer* varieer* pas_aan wijzig* verander* herschrijf* vertaal* kort_in
        zeg
        przeformułuj* sparafrazuj* zmień* zmodyfikuj* przeredaguj* przekształć* skróć* dostosuj*
        przetłumacz*
        перефразир* перефрази* измени* переформулир* перепиш* переделай* адаптир* варьир* сократ*
        переведи*""",
    "research": """
        sum_up sum_it_up tl;dr difference_between background_on advantages_of research
        researching analyze analyse analyzing analysing investigate investigating
        document
        documenting explain explaining describe describing summarize summarise summarizing compare
        comparing contrast survey discuss outline explore examine study look_up look_into find_out
        gather collect identify_sources cite report_on tell_me_about what_are_the
        what_is_the_history
        who_was who_is when_did where_did how_did what_happened what_caused what_role
        what_do_we_know give_an_overview overview_of trace interpret elaborate define clarify
        walk_me_through break_down teach_me what_does what_do how_does how_do what_is what_are
        what's what_led what_were what_was which_factors
        recherchier* analysier* untersuch* dokumentier* erklär* erläuter* beschreib* fass*
        vergleich*
        ermittl* stelle_dar skizzier* diskutier* zusammenfass* was_ist was_sind wie_funktioniert
        welche_rolle wer_war informier* definier*
        recherch* analys* étudi* expliqu* décri* résum* compar* documente documentez documenter
        documentar documenta documentare explor* expos* présent*
        examin* qu'est-ce comment_fonctionne quels_sont quelle_est quelles_sont enquêt* défini*
        investig* analic* analiz* explic* expliq* describ* resum* compar* documente documentez
        documenter documentar documenta documentare estudi*
        explor*
        qué_es cuáles_son cómo_funciona examin* defin* averig* sintetiz*
        ricerc* analizz* spieg* descriv* riassum* confront* documente documentez documenter
        documentar documenta documentare indag* esplor* illustr*
        che_cos'è cos'è quali_sono come_funziona esamin* approfond*
        pesquis* analis* expliqu* descrev* resum* compar* documente documentez documenter
        documentar documenta documentare investigu* explor* explic*
        o_que_é quais_são como_funciona
        onderzoek* analyseer* leg_uit leg uitleg* beschrijf* vat_samen vat vergelijk* documenteer*
        wat_is wat_zijn hoe_werkt bespreek* verklaar*
        zbadaj* przeanalizuj* wyjaśnij* opisz* podsumuj* porównaj* udokumentuj* omów*
        czym_jest jak_działa przedstaw* streść*
        исследу* проанализир* объясн* опиш* сравни* обобщи* расскаж* изучи* что_такое
        как_работает задокументир* опис* резюмир* подведи""",
    "why": """
        why what's_wrong what_is_wrong how_do_i how_can_i how_would_i how_do_you how_to
        how_should_i
        warum wieso weshalb wie_kann_ich wie_mache_ich pourquoi comment por_qué cómo_puedo perché
        come_posso por_que como_posso waarom hoe_kan_ik dlaczego jak_mogę почему как_мне""",
    "code": """
        implement implementing code coding program debug debugging refactor refactoring fix port
        script optimize optimise containerize deploy instrument parallelize vectorize unit_test
        compile scaffold stub autocomplete
        implementier* programmier* debugg* refaktor* behebe beheb* portier* optimier* kodier*
        implément* programm* débogu* débugg* refactor* répar* optimis* coder codez codifie
        implement* program* depur* refactor* arregl* optimiz* codific* corrige_el_código
        implementa* programma* debugga* rifattorizz* ottimizz* sistema correggi_il_codice
        implement* program* depur* refator* consert* otimiz* codifiqu* corrija_o_código
        implementeer* programmeer* debug* refactor* repareer* optimaliseer* codeer*
        zaimplementuj* zaprogramuj* zdebuguj* zrefaktoryzuj* napraw* zoptymalizuj* zakoduj*
        реализу* запрограммир* отлад* исправь* рефактор* оптимизир* имплемент* почини*""",
    "solve": """
        prove proving solve solving compute computing calculate calculating derive deriving
        integrate differentiate factor factorise factorize simplify expand disprove maximize
        maximise minimize minimise find determine show_that evaluate_the_integral how_many
        how_much work_out what_is_the_probability what_is_the_derivative what_is_the_value deduce
        what_fraction what_percentage is_it_true_that
        beweis* lös* berechn* leit* integrier* differenzier* faktorisier* vereinfach* bestimm*
        zeig*
        wie_viele widerleg* ermittle_den wie_groß finde
        démontr* prouv* résou* résol* calcul* dériv* intégr* factoris* simplifi* détermin* montr*
        combien trouv*
        demuestr* demostr* prueb* resuelv* resolv* calcul* deriv* integr* factoriz* simplific*
        determin* cuánt* encuentr* halla* hall*
        dimostr* prov* risolv* calcol* deriv* integr* fattorizz* semplific* determin* quant* trov*
        demonstr* prov* resolv* calcul* deriv* integr* fator* simplifiqu* determin* quant*
        encontr*
        bewijs* los_op los bereken* leid_af integreer* differentieer* ontbind* vereenvoudig*
        bepaal*
        toon_aan hoeveel vind
        udowodnij* rozwiąż* oblicz* wyprowadź* scałkuj* zróżniczkuj* rozłóż* uprość* wyznacz*
        wykaż*
        ile znajdź*
        докаж* реши* вычисл* найд* выведи* проинтегрир* продифференцир* разлож* упрост* определи*
        покажи* сколько посчита* рассчита*""",
}
