"""The words for what a task is to be done to; written as those of `vocabulary` are."""

from __future__ import annotations

from collections.abc import Mapping

OBJECTS: Mapping[str, str] = {
    "problem": """
        problem problems question questions exercise exercises quiz quizzes puzzle puzzles
        challenge
        challenges task tasks worksheet worksheets exam exams riddle riddles test tests assignment
        assignments homework flashcard flashcards drill drills trivia brainteaser brainteasers
        brain_teaser word_problem word_problems problem_set question_bank midterm kata katas
        prompt
        prompts scenario scenarios case_study case_studies quiz_question item items mcq mcqs
        mock_exam practice_test scavenger_hunt
        problem* aufgab* übung* frage fragen quizfrag* rätsel* klausur* prüfungsfrag* prüfung
        hausaufgab* textaufgab* arbeitsblatt* knobel* denksport* testfragen
        exercice* problème* question* énigme* devoir* examen* épreuve* défi* interrog* qcm
        ejercicio* problema* pregunta* acertijo* examen* desafío* reto* tarea* cuestionari*
        adivinanz*
        esercizi* problema problemi domand* quesit* indovinell* esame verific* compit* sfid*
        exercício* problema* pergunt* quest* charada* prova desafio* tarefa* enigma*
        opgave* vraagstuk* vraag vragen oefening* raadsel* toets* tentamen* proefwerk* puzzel*
        huiswerk
        zadani* zadań pytani* pytań zagadk* ćwicze* quiz* sprawdzian* łamigłówk* wyzwani* egzamin*
        задач* вопрос* упражнени* загадк* тест тесты тестов викторин* головолом* контрольн*
        экзамен*
        билет* задани*""",
    "answer": """
        answer answers submission submissions essay essays response responses solution solutions
        student students pupil pupils attempt attempts reply paper_by coursework thesis_draft
        candidate candidates rubric rubrics feedback grade grades score mark points_out_of
        work_sample transcript learner learners his her their speech presentation
        antwort* lösung* abgabe* aufsatz* schüler* student* studier* kandidat* arbeit note punkte
        réponse* copie* dissertation* rédaction* élève* étudiant* barème*
        respuesta* ensayo* entrega* alumno* alumna* estudiante* redacción nota
        risposta risposte tema svolgiment* student* alunno alunni voto
        resposta* redação redações aluno* aluna* estudante* ensaio* nota
        antwoord* opstel* inzending* leerling* student* werkstuk* cijfer
        odpowied* wypracowani* uczni* uczeń student* esej* prac*
        ответ* сочинени* решени* ученик* студент* эссе работ* школьник*""",
    "variant": """
        variation variations variant variants version versions rewording rewordings paraphrase
        paraphrases alternative alternatives rephrasing rephrasings reformulation reformulations
        wording wordings phrasing phrasings synonyms rewrite rewrites adaptation adaptations
        tone style register other_words different_words reading_level
        variant* variation* version* umformulierung* abwandlung* fassung* formulierung*
        alternativ* anderen_worten
        variante* variation* version* reformulation* formulation* alternative* paraphras*
        variante* variación variaciones versión versiones reformulaci* alternativ* paráfrasis
        variante varianti variazion* version* riformulazion* alternativ* parafrasi
        variaç* variante* versão versões reformulaç* alternativ* paráfrase*
        variant* variatie* versie* herformulering* alternatie* parafrase*
        wariant* wersj* parafraz* odmian* alternatyw*
        вариант* верси* перефразировк* формулировк* вариаци* альтернатив* парафраз*""",
    "document": """
        report reports documentation overview summary summaries article articles survey background
        literature literature_review review_of guide guides readme tutorial tutorials manual
        manuals
        handbook whitepaper white_paper white_papers encyclopedia entry history causes impact
        introduction explanation notes memo brief briefing docs docstring docstrings release_notes
        comparison analysis essay_on timeline state_of_the_art bibliography sources references
        annotated_bibliography research findings wiki changelog faq specification proposal
        information facts evidence pros_and_cons advantages differences trends abstract
        paper papers blog_post post dossier fact_sheet findings runbook user_guide study profile
        bericht* dokumentation* überblick* zusammenfassung* artikel* anleitung* leitfaden
        handbuch*
        hintergrund* literatur* quellen* unterschied* ursache* geschichte übersicht* analyse*
        rapport* documentation aperçu résumé* article* guide* manuel* synthèse* bibliographie*
        sources différence* histoire causes dossier* fiche
        informe* documentación resumen artículo* guía* manual* bibliograf* fuentes diferencia*
        historia causas reseña síntesis panorama
        rapporto relazione documentazione panoramica riassunto articolo guida manuale bibliografia
        fonti differenz* storia cause sintesi
        relatório* documentação resumo artigo* guia* manual* bibliografia fontes diferença*
        história
        causas panorama síntese
        verslag* rapport* documentatie overzicht* samenvatting* artikel* handleiding* gids bronnen
        verschil* geschiedenis oorzaken
        raport* dokumentacj* przegląd* streszczeni* artykuł* poradnik* podręcznik* źród* różnic*
        histori* przyczyn*
        отчёт* отчет* документаци* обзор* статья статью статьи руководств* источник* различи*
        разниц*
        истори* причин* справк* доклад* реферат* конспект*""",
    "code": """
        code function functions class classes method program programs script scripts algorithm
        algorithms api apis endpoint endpoints regex query sql bug bugs module library package
        decorator unit_test unit_tests test_case test_cases test_suite integration_tests python
        javascript typescript java rust golang kotlin swift c++ c# bash haskell ruby php perl
        scala
        html css react dockerfile makefile component parser cli app application webhook
        microservice
        crawler scraper bot loop stack_trace traceback exception segfault compiler memory_leak
        linked_list binary_search hash_map hashmap queue stack schema migration workflow pipeline
        snippet server client daemon macro generator iterator lambda recursion pandas numpy django
        flask fastapi node.js yaml json terraform kubernetes helm_chart ci cron_job plugin
        extension
        middleware data_class dataclass struct interface lexer tokenizer cache lru trie heap
        database shell_script one-liner firmware driver website web_page spreadsheet_macro backend
        frontend race_condition null_pointer deadlock commit pull_request repository
        funktion* klasse* programm skript* algorithmus* code quelltext* fehler methode
        schnittstelle*
        datenbank* abfrage* webseite* unittest* komponente*
        fonction* classe* programme* script* algorithme* code bogue* requête* module* composant*
        base_de_données page_web
        función funciones clase* programa* script* algoritmo* código error consulta* módulo*
        método*
        página_web base_de_datos componente*
        funzion* classe programma* script algoritmo codice errore query modulo metodo componente
        função funções classe* programa* script* algoritmo* código erro consulta* módulo* método*
        componente*
        functie* klasse* programma* script* algoritme* code fout bug query module methode
        component*
        funkcj* klas* program* skrypt* algorytm* kod* błąd błędu zapytani* moduł* metod*
        komponent*
        функци* класс программ* скрипт* алгоритм* код кода коде баг баги запрос* модул* метод*
        ошибк* компонент* сервис*""",
    "proof": """
        proof proofs beweis beweise beweises preuve preuves démonstration demostración
        demostraciones dimostrazione dimostrazioni demonstração prova_de bewijs bewijzen dowód
        dowodu
        доказательств*""",
    "math": """
        theorem theorems lemma lemmas equation equations integral integrals derivative
        derivatives inequality inequalities matrix matrices eigenvalue eigenvalues eigenvector
        polynomial polynomials limit limits series sequence probability expectation variance
        determinant roots root triangle circle angle area volume perimeter prime primes integer
        integers modulo congruence vector vectors gradient calculus algebra geometry trigonometry
        logarithm sum product expression fraction fractions percentage mean median square cube
        conjecture corollary group ring field topology continuous convergence converges converge
        diverges bijection injective surjective induction contradiction irrational rational
        real_numbers complex_numbers asymptote tangent parabola hypotenuse combinatorics
        permutation
        permutations combinations dice coins binomial recurrence closed_form radius diameter
        divisible remainder gcd lcm even odd interest speed identity taylor fourier laplace
        jacobian
        cardinality countable subspace basis rank kernel dot_product ode pde differential_equation
        lemma gleichung* integral* ableitung* ungleichung* matrix polynom* grenzwert*
        reihe wahrscheinlichkeit* determinante nullstelle* dreieck* kreis winkel fläche volumen
        primzahl* summe bruch eigenwert* folge flächeninhalt umfang zahl zahlen wurzel
        stammfunktion
        théorème* équation* intégrale* dérivée* inégalité* matrice* polynôme* limite* série
        probabilité* déterminant racine* triangle* cercle* angle* aire volume nombre nombres somme
        fraction* suite valeurs_propres premiers primitive
        teorema* ecuación ecuaciones integral* derivada* desigualdad* matriz polinomio* límite*
        serie probabilidad* determinante raíz raíces triángulo* círculo* ángulo* área volumen
        número números suma fracción sucesión autovalores primos
        equazion* integral* derivat* disuguaglianz* matrice polinomi* limit* serie probabilità
        determinante radic* triangol* cerchi* angol* area volume numeri numero somma frazion*
        autovalori primi
        equaç* integral derivada desigualdade* matriz polinômio* limite série probabilidade
        determinante raiz raízes triângulo* círculo* ângulo* área volume número* soma fraç*
        autovalores primos
        stelling vergelijking* integraal afgeleide ongelijkheid* veelterm* limiet kans
        driehoek* cirkel* hoek oppervlakte inhoud getal getallen som breuk nulpunten
        priemgetal* eigenwaarde*
        twierdzeni* równani* całk* pochodn* nierównoś* macierz* wielomian* granic* szereg*
        prawdopodobieństw* wyznacznik* pierwiast* trójkąt* okrąg* okręg* kąt* pole liczb* sum*
        ułam*
        теорем* уравнени* интеграл* производн* неравенств* матриц* многочлен* предел* ряд ряда
        вероятност* определител* корень корни корней треугольник* окружност* угол площад* объём*
        числ*
        чисел сумм* дроб*""",
}
