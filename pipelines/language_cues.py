"""What a person knows of close languages that letter statistics miss: everyday words that only some of them have.

Written from knowledge of the languages. Words that a whole group shares are left out; spellings without marks stand beside those with.
"""

import re
from collections.abc import Mapping

_WORDS: Mapping[str, str] = {
    # Malay of Malaysia and Indonesian: one grammar, other everyday words and loan-word endings
    "ms": """
        ade adik aduan agensi agong ahad ais ajelah akak akaun akhbar aktiviti almari amat ambik amik apabila apasal ape askar
        awak bahawa bahawasanya baiklah bakul bas basikal basuh bateri baucar benarkan beransur berasa berbaloi berbeza berbual
        bercakap beritahu berjumpa bermakna betoi beza biasiswa bil bilakah bilik bilion bisnes blh bole boleh bolehkah bolehlah
        bomba bot brek budak bumbung bungkusan cakap camna camne cawan cik cikgu ckp comel cuba cukai dah dahaga dapatkan
        daripada darjah depa dibenarkan diberitahu dibina dihantar dijual diorang dipercayai disember diskaun ditangkap dlm
        dorang drpd duit elektrik emak emel encik enjin epal eropah esok faham fasiliti fikir filem fizik gaduh garfu gelaran
        geng gila had hadirin hantar hendak hensem hodoh ialah inggeris insurans isnin isteri itali jambatan jawatan je jelah
        jenama jepun jer jiran jom jualan julai jumaat jumpa jun jurulatih jururawat kacak kah kahwin kakitangan kampung kanak
        kantoi kasut kat katil kaunter ke kedai kedekut kek kelab kelabu kelakar kelmarin kemudahan kenderaan kepunyaan
        keputusan kerajaan kerana kerjaya kerusi keselamatan kesesakan kesihatan ketawa khabar khamis kilang kite kitorang kolej
        komputer korang kos kot kualiti kuantiti kuih kurier kursus laman lampin lapan lapangan lawak lawatan lebuhraya lelaki
        lepak lepas lesen letih lori mac macam mahkamah mahu majikan makcik maklumat malangnya mane mangkuk markah matematik mcm
        melabur melawat memandu membenarkan membina menaiki menempah menghantar menyokong merajuk mesyuarat minit motosikal
        muzik naib nak nampaknya nape ni nombor ogos oren pakcik pakej pameran parlimen parti pasal pasaran pasport pastu
        pasukan pawagam payah pd peguam pejabat pelaburan pelajar pelakon pelancong pelancongan pemandu pembekal pembelajaran
        penat pengajaran pengeluar pengerusi penghantaran pening pensel pensyarah peperiksaan peraduan perancis perbelanjaan
        percuma percutian peringkat perisian perkahwinan perkhidmatan perlawanan perniagaan pesakit petang pingat pinggan polis
        popular poslaju projek puan pulak putera puteri rakan ramai rancangan resit ribut ringgit rm rosak rujuk sahaja sains
        saiz salji sebabnya sedap sehingga sekiranya selepas selesa selsema seluar semasa sepanyol sepatutnya seronok setiausaha
        sgt sifar sihat sijil sikit sila simpanan situ skrin sokongan solat sos syabas syampu syarikat syurga tadika tahniah tak
        takda takdak takde takkan takpa takpe talian tandas tapau tatkala tayar televisyen tembikai tempah tempahan tengok
        tentera teringat teruk tetamu tetiba tgk tiket timbalan tingkap tomato trafik trilion tu tuala tumpang ubat undi
        universiti usahawan utk wain walhal wang waranti warganegara xboleh xde xnak xpe xtau yuran""",
    "id": """
        adanya agar agustus aja aktivitas anggota anjir apel asin ayo bahwa ban bandara banget banjir bapak baper barangnya
        bareng baterai batrai beasiswa beda begini begitu beliin berangkat berbeda berbicara bercanda berduka bersepeda
        berteriak besok bgt biar biaya bicara bikin bilang bioskop bisa bisakah bisnis bunda bupati butuh capek celana cewek
        coba cowok cuma cuman deh delapan desember detik dikirim dimana dipakai diskon dll doang dokter dong dosen dsb emang
        enak enggak eropa fasilitas film ga gabut gak galau gampang garansi gebetan gempa gimana gini gitu gk gratis gua
        gubernur gue gurih gw handphone harum harus haus hp informasi inggris ingin istri italia iya jadwal jaket jelek jembatan
        jendela jepang jeruk jilbab jomblo juli jumat juni kabar kabupaten kacamata kagak kaget kaleng kalian kalo kamar kamis
        kamu kantor kaos kapan karcis karena karier karna karyawan kasian kasur katanya kau kayak kayaknya kebakaran kecamatan
        kecelakaan kecewa kejaksaan keluhan kelurahan kemarin kenapa kendaraan kepo keranjang keren kerudung kesehatan kirim knp
        kok koran kosmetik krn kualitas kue kulkas kunjungan kurir kursi kyk layar lelah lemari lemot lezat lho liburan listrik
        loh loket longsor lu lucu lumayan macet mager mahal mahasiswa makanya makasih mangkok mantan mantap mantul maret masakan
        mau maukah mbak medali memesan memutuskan mencoba menelepon menemukan mengapa mengatakan mengemudi mengirim mengirimkan
        mengunjungi menit menonton menurut menyelesaikan menyetir merasa merek merupakan meskipun miliar milyar minggu mobil
        musik nah nanya ngapain ngerti ngga nggak ngomong nih nikah nol nomor nonton nunggu nungguin nyaman nyari nyaris nyesel
        nyoba obat pabrik pacar padahal paham pajak pakai pake paket para parah pariwisata parkir partai paspor pelatih pelayan
        pelayanan pelit pemerintah pemesanan pemilu pengacara pengadilan pengecut pengen pengiriman pengusaha perusahaan pesan
        pesanan pesawat pikir pilek pingin piring pokoknya polisi ponsel popok populer prancis presiden pria provinsi proyek
        pulsa putra putri rabu ramah rem ribet rp rupiah rusak saat sabtu sama sambal sampo satpam saus sebuah sedangkan
        seharusnya sehat sekitar selasa semangka semoga sempat senin senjata sepatu sepeda serta sertifikat seru sesuai setelah
        siang sih silahkan silakan situs soal soalnya sopir sore spanyol surga tabungan tagihan tamu tanpa tas telepon teman
        temen tentara ternyata tersebut tertawa tetangga tiongkok toko tomat triliun trus tuh uang udah udh ujar ukuran unduh
        unggah universitas usai utang walikota wangi warga warung wisata wisatawan wkwk wkwkwk ya yaa yaitu yakni yaudah yuk""",
    # Czech and Slovak
    "cs": """
        jsem jsi jsou jsme jste byl byla bylo byli který která které kteří ktery ktera ktere nebo protože protoze jen jako už
        jestli když kdyz ještě jeste moc vše vse všechno vsechno není neni být víc vic dobře jak pro při pri taky také take teď
        ted vím nevím nevim vim chci nechci chce můžu muzu může muze můžete jenom abych bych bohužel bohuzel zboží zbozi dodání
        dodani rychlé doporučuji doporucuji doporučuju levně levne levný levny něco neco někdo nekdo nic kde kdo proč proc tady
        tenhle tahle tohle tento této tím jejich její jeho svůj své sebe si se dnes včera vcera zítra zitra děkuji dekuji díky
        diky prosím prosim stejně stejne přesně presne funkční funkcni výborný výborná spokojený spokojena cenu kvalitní člověk
        lidé lidi práce mají maji má mít mit jít říkal říct""",
    "sk": """
        som sú nie ktorý ktorá ktoré ktorí ktory ktora ktore alebo pretože pretoze lebo iba len ako keď ked čo ešte este veľmi
        všetko vsetko mať byť bol bola bolo boli viac dobre ľudia ludia tovar odporúčam odporucam dodanie rýchle rýchlo rychlo
        sme ste teraz vždy môže moze môžem mozem musím chcem nechcem chce neviem viem nič nic tiež tiez aj pre pri kde kto prečo
        preco tu tento táto toto ich jej jeho svoj svoje seba sa dnes včera vcera zajtra ďakujem dakujem prosím prosim rovnako
        presne funkčný výborný spokojný kvalitný človek clovek práca majú maju mám má ísť povedal hovoriť niečo nieco niekto
        bohužiaľ bohuzial bez cez medzi""",
    # Norwegian, Danish, Swedish
    "no": """
        av meg deg seg hva ut opp etter mye noe noen gjøre gjør gjort ta bli blir blitt ble hadde mer nå uke bok språk fått gikk
        fikk jente gutt riktig arbeid vei nei takk kjøpe kjøpt uten mot kanskje aldri alltid igjen mellom liten penger sier sa
        kjenner siste hei jeg dere ikke vet veldig snakker snakke tror også nesten fordi siden kunne skulle ville hvorfor
        hvordan hvem hjemme ditt mitt hans hennes bare bra god gode jobb jobber dager timer mennesker folk spise drikke lese
        skrive tilbake bestilling bestillingen bestilte levert leverte hjelp hjelpen hjelpe fortsatt fremdeles ganger vennlig lage
        laget nydelig dårlig fungerte kjører kjørte skjedde nettopp sånn gøy morsom vann hvilken pakken""",
    "da": """
        af mig dig sig hvad ud op efter meget noget nogle nogen gøre gør gjort tage blive bliver blevet blev havde mere nu uge
        bog sprog fået gik fik pige dreng rigtig arbejde vej nej tak købe købt uden mod måske aldrig altid igen mellem lille
        penge siger sagde kender sidste hej jeg jer ikke ved taler tale tror også næsten fordi siden kunne skulle ville hvorfor
        hvordan hvem hjemme dit mit hans hendes kun god gode arbejder dage timer mennesker folk spise drikke læse skrive hedder
        bedste lidt hos syntes jeres min deres tidligt tilbage bestilling bestilte leveret leverede hjælp hjælpen hjælpe stadig gange
        venlig venlige venligt lave laver lavet dejlig dejligt dårlig dårligt kører kørte skete sådan sjov vand lækker lækkert
        hvornår kedelig personale pakken hvilken""",
    "sv": """
        och att är inte jag för till av mig dig sig vad ut upp efter mycket något några någon göra gör gjort bli blir blivit
        blev hade mer nu vecka bok språk fått gick fick flicka pojke riktigt arbete väg nej tack köpa köpt utan mot kanske
        aldrig alltid igen mellan liten pengar säger sade känner sista hej ni vet talar prata tror också nästan eftersom sedan
        kunde skulle ville varför hur vem hemma ditt mitt hans hennes bara bra från när om ett den som han hon""",
    # Slovene beside Croatian, Serbian and Bosnian
    "sl": """
        sem ni niso nisem ki kot tudi kaj kdo kje zakaj ker pa še že zelo lahko bom boš bo bodo bil bila bilo bili jaz tega teh
        ima imam nimam vem hočem rad dober prosim pri med brez če kjer potem danes včeraj jutri vse vsi vsak nič nekaj več manj
        torej sicer moja tvoja smo ste sva delam delo hiša otrok""",
    "hbs": """
        sam nije nisam nisi nisu što šta sta tko ko gdje gde zašto zasto jer još jos već vec vrlo jako mogu može moze bio bila
        bilo ću cu će ce ćeš koji koja koje ovo taj kao nema znam hoću hocu molim su bih sve svi ljudi kad kada danas jučer juče
        sutra nešto nesto ništa nista više vise manje dakle moja tvoja radim kuća dijete dete ovaj ova bez treba neka samo mi me
        ga ih""",
    # Macedonian, Serbian, Bulgarian
    "mk": """
        со што каде кога дека во ќе го ги сум сме беше многу ние вие тие тој таа тоа овој оваа ова еден една едно сите секој
        нешто ништо јас бидејќи зошто колку сега тука таму уште веќе дали преку според сака сакам знаам мислам луѓе ја им нема
        има може треба само биде бев беа го некој некоја некои повеќе помалку денес вчера утре кој која кое кои нејзе неа него
        добро добар ти ми си благодарам препорачувам препорачал дојдам дојдов купив порачав добив видов повторно луѓето помошта
        мојата мојот моите твојата нарачката нарачав никаде никаков секогаш секаде првпат подоцна порано додека откако направив
        зедов сакаше можеше работеше""",
    "sr": """
        је сам смо су бити био била било били шта ко где кад када зашто јер али него није нисам нису ово тај овај онај га их као
        још већ све сви људи који која које могу хоћу хоће ће ћу бих због после пре данас јуче сутра много веома мало хвала
        стигло стигао купио узео дошао рекао препоручујем поново увек никад нигде овде онда неко нека поруџбина
        молим нешто ништа више мање ја нема има може треба само код нека од добро добар ти ми си се""",
    "bg": """
        съм са сме беше ще няма как къде кога защо защото ама че това този тази тези той тя те ние вие аз го я ги й със във през
        при след преди много малко още вече също така тук там сега добър добре хубав хубаво която който което които един една
        едно всички всичко нищо нещо някой мога трябва искам знам мисля бе бъде бил била било били ми ти си му дали има може
        само но в с от е аз днес вчера утре повече""",
    # Russian, Ukrainian, Belarusian
    "ru": """
        что как но это он она они мы был была было были от с из очень нет только ещё еще уже когда где почему потому или если
        который которая которые этот эта эти меня его её ее их мне тебе ему ей хорошо хороший спасибо пожалуйста нету надо можно
        просто сейчас потом тоже даже чтобы чем во все всё себе себя кто вот ну и да будет быть есть так у в я спс норм
        нормально""",
    "uk": """
        що як але це та він вона вони ми був була було були від з із дуже ні тільки ще вже коли де чому тому бо або чи якщо який
        яка яке які цей ця ці його її їх мені тобі йому їй добре гарний дякую ласка немає треба можна зараз потім також навіть
        щоб ніж усе все собі себе хто ось й будь буде бути є не вам у в і та просто""",
    "be": """
        што як але гэта ён яна яны мы быў была было былі ад з вельмі не толькі яшчэ ўжо ужо калі дзе чаму таму бо або ці які
        якая якія гэты яго яе іх мне табе яму ёй добра дзякуй няма трэба можна зараз потым таксама нават каб чым усё сабе сябе
        хто вось будзе быць ёсць ў і""",
    # Kazakh beside Russian, when its own letters are left out
    "kk": """
        және бар жоқ мен сен сіз біз ол бұл осы өте жақсы үшін емес деп керек болды болады қалай неге қайда рахмет кейін дейін
        ғана тағы жане жок сиз биз бул ушин осе жаксы кайда калай болады керек барлык барлығы алу адам""",
    # Kyrgyz beside Kazakh, and Uzbek in Latin letters beside Malay, Turkish and Azerbaijani
    "ky": """
        жакшы абдан эч эмне эмнеге эмес менен жана үчүн кылып кылган болгон болуп ооба дагы рахмат баары баарын сага мага ушул ошол
        ушундай кантип качан кайда жок керек экен чоң кичине эле деле""",
    "uz": """
        juda yaxshi emas uchun bilan va ham lekin hech nima qanday qayerda menga senga bizga rahmat yana albatta kerak edi ekan
        bor yo'q bu men sen siz biz u ular nega qachon kim bo'ldi bo'lgan qildi qilib keldi ketdi umuman hamma katta kichik""",
    # Turkish and Azerbaijani
    "tr": """
        ve değil degil için icin çok cok ben ama bir şey gibi daha kadar nasıl nasil neden niye evet hayır hayir güzel guzel iyi
        teşekkürler değilim oldu olan olarak sonra şimdi simdi bana sana beni seni hiç hic bile yok böyle boyle şu kanka abi ne
        mi""",
    "az": """
        və deyil üçün çox mən sən amma bir şey kimi daha qədər necə niyə bəli xeyr yaxşı gözəl oldu olan sonra indi mənə sənə
        məni heç yox belə bu nə siz biz onlar ilə isə də""",
    # Spanish, Catalan, Galician, Portuguese
    "es": """
        el los las una y pero muy más mas con del al lo está están son también tambien porque cuando donde hay nada todo gracias
        bueno buena yo""",
    "pt": """
        o os uma e mas muito mais com do da dos das no na ao à está estão são também tambem porque quando onde há nada tudo
        obrigado obrigada não nao você voce vc eu ele ela isso bom boa meu minha pra""",
    "ca": """
        el els les una i però molt més amb del al és està són també perquè quan on hi res tot gràcies bo bona jo no em al dels""",
    "gl": """
        o os unha e pero moi máis con do da dos das no na ao está están son tamén porque cando onde hai nada todo grazas bo boa
        eu non""",
}  # fmt: skip
_SPOKEN_AS = {"hbs": ("sr", "hr", "bs")}


def _by_word() -> dict[str, tuple[str, ...]]:
    languages: dict[str, set[str]] = {}
    for name, words in _WORDS.items():
        for word in words.split():
            languages.setdefault(word, set()).update(_SPOKEN_AS.get(name, (name,)))
    return {word: tuple(sorted(codes)) for word, codes in languages.items()}


WORDS: Mapping[str, tuple[str, ...]] = _by_word()
"""Word in lower case → the languages it speaks for."""

# Vietnamese without marks: its syllables are few, so their shape tells.
_ONSETS = "b|ch|c|d|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x"
_RIMES = (
    "uyech|uyenh|uyet|uyen|uynh|uych|uong|ieng|oach|oang|oanh|uang|uech|uenh|oong|"
    "ach|ang|anh|ech|eng|enh|ich|iec|iem|ien|iep|iet|ieu|inh|oac|oai|oam|oan|oao|oap|oat|oay|oen|oeo|oet|ong|uan|uat|uay|uen|uoc|uoi|uom|uon|"
    "uop|uot|uou|uya|uyt|ung|yen|yet|yeu|"
    "ac|ai|am|an|ao|ap|at|au|ay|ec|em|en|eo|ep|et|eu|ia|im|in|ip|it|iu|oa|oc|oe|oi|om|on|op|ot|ua|uc|ue|ui|um|un|uo|up|ut|uu|uy|a|e|i|o|u|y"
)
_TELLING = "uong|uoc|uoi|uon|uot|uou|uu|ien|iet|ieu|iep|iem|ieng|oai|oan|oang|oanh|ung|anh|inh|ong|ang|uyen|uyet|uan|yeu|ach|ich"

_SYLLABLE = re.compile(rf"(?:{_ONSETS})?(?:{_RIMES})")
VIETNAMESE_SHAPE = re.compile(rf"(?:kh|ngh|ng|nh|ph|th|tr|gi|qu|x)(?:{_RIMES})|(?:{_ONSETS})?(?:{_TELLING})")
"""A syllable without marks that few languages but Vietnamese have."""


def looks_vietnamese(words: list[str]) -> bool:
    """Tell whether four in five of the words can be Vietnamese syllables, marks left out."""
    wrong = len(words) // 5
    for word in words:
        if not _SYLLABLE.fullmatch(word):
            wrong -= 1
            if wrong < 0:
                return False
    return True
