"""The vocabulary of Turkish, Hindi and Arabic, and further words of English; see `vocabulary`."""

from __future__ import annotations

from collections.abc import Mapping

FURTHER_ACTIONS: Mapping[str, str] = {
    "create": """
        hazırla* oluştur* yaz* üret* tasarla* uydur* öner* yap* lazım ver sor
        बनाओ बनाइए बनाएं बना लिखो लिखिए लिखें तैयार दीजिए दो चाहिए पूछो बताओ
        ضع أنشئ اكتب أعد اقترح صمم صمّم أعطني أعطنا أريد أحتاج ألّف اسألني حضّر جهّز""",
    "evaluate": """
        lgtm sanity_check second_opinion how_would_you_grade how_does_my
        değerlendir* puanla* puan not_ver notlandır* kontrol_et* incele* doğru_mu daha_iyi
        जाँच जांच मूल्यांकन अंक सही_है बेहतर
        قيّم قيم صحّح صحح راجع درجة هل_إجابتي هل_الجواب أيهما أفضل""",
    "vary": """
        de-escalate polish harmonise harmonize condense localise localize reorder de-jargon improve
        improving enhance verbesser* améliore* mejora* migliora* melhor* verbeter* popraw* улучши*
        kısalt* değiştir* çevir* yumuşat* sadeleştir* yeniden_yaz* uyarla*
        बदल बदलो बदलिए अनुवाद संक्षिप्त दूसरे_शब्दों
        ترجم أعد_صياغة اختصر غيّر غير حوّل بسّط اجعله اجعلها""",
    "research": """
        anlat* açıkla* özetle* araştır* karşılaştır* nedir nelerdir nasıl_çalışır
        समझाइए समझाओ बताइए सारांश तुलना क्या_है क्या_होता वर्णन अंतर
        اشرح لخّص لخص قارن ما_هو ما_هي ما_الفرق ما_معنى عرّف صف تحدث حلّل""",
    "code": """
        dockerize automate patch migrate_this kodla* kod_yaz* düzelt* programla*
        ठीक कोड
        برمج أصلح نفّذ""",
    "solve": """
        rationalise rationalize çöz* hesapla* kanıtla* ispatla* bul kaçtır kaç
        हल सिद्ध ज्ञात गणना कितना कितने कितनी
        احسب حل حلّ برهن أثبت أوجد كم جد""",
}

FURTHER_OBJECTS: Mapping[str, str] = {
    "problem": """
        dilemma dilemmas crossword crosswords spelling_test spelling_bee vignette icebreaker
        icebreakers role-play take-home whodunit enigma enigmas sudoku clue clues
        discussion_questions interview_questions quizzes q's
        soru sorusu sorular* alıştırma* bilmece* problem* sınav* ödev*
        प्रश्न प्रश्नोत्तरी सवाल सवालों पहेली पहेलियाँ अभ्यास परीक्षा
        سؤال أسئلة تمارين تمرين لغز ألغاز مسألة مسائل اختبار امتحان""",
    "answer": """
        manuscript verdict pass_or_fail cevap* öğrenci* kompozisyon*
        उत्तर निबंध छात्र विद्यार्थी
        إجابة إجابتي الإجابة الطالب طالب مقال المقال جواب""",
    "variant": """
        headline headlines tagline taglines slogan slogans caption cümle* çeviri*
        वाक्य शब्दों
        صياغة الجملة النص""",
    "document": """
        tl;dr eli5 gist cheat_sheet study_sheet glossary biography etymology primer özet* rapor*
        makale* fark* tarih* rehber*
        रिपोर्ट लेख इतिहास जानकारी
        تقرير مقالة تاريخ الفرق ملخص دليل""",
    "code": """
        powershell awk sed jq excel excel_formula vba makefile dockerfile nginx npm node typescript
        vue angular svelte next.js express laravel rails spring unity arduino latex matlab fortran
        cobol julia clojure elixir erlang lua prolog ocaml f# objective-c r_script dart flutter
        webpack vite eslint pytest junit github_action github_actions cron webscraper oauth cors
        z-index eresolve typeerror keyerror indexerror valueerror syntaxerror nullpointerexception
        cli_tool linq graphql websocket json_schema create_table one-liner
        fonksiyon* betik* kodu kod sorgu* makro* sayfa* program*
        फ़ंक्शन फंक्शन प्रोग्राम पायथन क्वेरी पेज
        دالة كود برنامج استعلام صفحة بايثون خوارزمية""",
    "math": """
        eigenspace hectares kilometres km/h mph litres acid_solution interest_rate denklem* türev*
        integral* olasılı* üçgen* yüzde* toplam*
        समीकरण प्रतिशत संख्या त्रिभुज प्रायिकता अवकलज समाकलन
        معادلة المعادلة مشتقة تكامل احتمال مثلث عدد مجموع""",
}
