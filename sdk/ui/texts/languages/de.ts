/** The texts in German. docs/translating.md has the rules and the words for what recurs. */
import type { Messages } from '../english-messages.ts';
import type { Checked, Translation } from '../messages.ts';

const table = {
  lobby: {
    title: 'Bevor Sie hineingehen',
    intro: 'Nur Sie selbst sehen und hören das. Niemand sieht oder hört Sie, bevor Sie in der Sitzung sind.',
    introListening: 'Sie werden die Gruppe sehen und hören. Sie selbst werden nicht gesehen und nicht gehört.',
    preview: 'Ihre Kamera',
    cameraIsOff: 'Ihre Kamera ist aus',
    cameraStarts: 'Die Kamera startet',
    cameraInterrupted: 'Ihre Kamera wurde von Ihrem Gerät angehalten',
    microphoneStarts: 'Das Mikrofon startet',
    allowDevices:
      'Ihr Browser fragt vielleicht, ob diese Seite Ihre Kamera und Ihr Mikrofon verwenden darf. Bitte wählen Sie „Zulassen“.',
    camera: 'Kamera',
    microphone: 'Mikrofon',
    speaker: 'Lautsprecher',
    systemDefault: 'Standardgerät',
    notConnected: 'Ihr gewähltes Gerät (nicht angeschlossen)',
    useCamera: '{label} verwenden',
    useOtherCamera: 'Eine andere Kamera verwenden',
    unnamedDevice: 'Gerät {number}',
    noDevice: 'Nichts gefunden',
    level: 'Mikrofonpegel',
    levelHint: 'Sagen Sie ein paar Worte. Der Balken bewegt sich, wenn Ihr Mikrofon Sie hört.',
    levelOff: 'Ihr Mikrofon ist aus',
    join: 'Hineingehen',
    joining: 'Einen Moment',
    tryAgain: 'Noch einmal versuchen',
    blur: 'Meinen Hintergrund unscharf machen',
    blurHint: 'Wenn das nicht mehr funktioniert, wird Ihre Kamera ausgeschaltet, und Ihre Umgebung wird nicht gezeigt.',
    blurNotAllowed: 'In dieser Sitzung ist das nicht erlaubt.',
    showWithoutBlur: 'Ohne Unschärfe zeigen',
  },
  deviceErrors: {
    'permission-denied':
      '{device}: Diese Seite hat keinen Zugriff. Klicken Sie auf das Symbol neben der Webadresse, erlauben Sie den Zugriff und versuchen Sie es noch einmal.',
    'device-in-use':
      '{device}: Ein anderes Programm benutzt das Gerät. Schließen Sie andere Video- oder Telefonprogramme und versuchen Sie es noch einmal.',
    'device-not-found':
      '{device}: Es wurde nichts gefunden. Schließen Sie ein Gerät an und versuchen Sie es noch einmal, oder gehen Sie ohne hinein.',
    'device-over-constrained':
      '{device}: Das Gerät kann nicht, was gebraucht wird. Wählen Sie ein anderes, oder ziehen Sie es ab und stecken Sie es wieder ein.',
    'device-blocked-by-page':
      '{device}: Diese Website erlaubt das hier nicht. Sie haben nichts falsch gemacht und können es hier nicht ändern. Bitte sagen Sie es den Betreibern der Website. Sie können auch ohne teilnehmen.',
    'chosen-device-missing':
      '{device}: Das Gerät, das Sie gewählt haben, ist nicht angeschlossen. Es bleibt aus, und kein anderes wird verwendet, bis Sie wählen.',
    'system-muted':
      '{device}: Ihr Gerät oder ein anderes Programm hat es stummgeschaltet, zum Beispiel während eines Anrufs oder durch einen Schalter. Die anderen bekommen jetzt nichts davon. Es geht weiter, sobald die Stummschaltung aufgehoben ist; Sie können es auch noch einmal versuchen.',
    unplugged:
      '{device}: Das Gerät ist nicht mehr angeschlossen und deshalb aus. Schließen Sie es an und versuchen Sie es noch einmal.',
    'permission-revoked':
      '{device}: Diese Seite hat keinen Zugriff mehr, deshalb ist das Gerät aus. Klicken Sie auf das Symbol neben der Webadresse, erlauben Sie den Zugriff und versuchen Sie es noch einmal.',
    failed:
      '{device}: Es funktioniert nicht mehr und ist deshalb aus. Vielleicht benutzt ein anderes Programm das Gerät. Sie können es noch einmal versuchen.',
    replaced:
      '{device}: Das bisherige Gerät ist nicht verfügbar, deshalb wird jetzt ein anderes verwendet. Sie können ein anderes wählen.',
    'media-unsupported':
      '{device}: Das geht in diesem Browser nicht. Ein aktueller Chrome, Edge, Firefox oder Safari kann es, auf einer Seite mit https.',
    'encryption-failed':
      '{device}: Es konnte nicht verschlüsselt werden, deshalb bekommen die anderen nichts davon. Versuchen Sie es noch einmal; wenn das nicht hilft, laden Sie die Seite neu.',
    'background-unsupported':
      '{device}: Dieser Browser kann den Hintergrund nicht unscharf machen, deshalb ist das Gerät aus. Sie können sich ohne Unschärfe zeigen oder ohne Bild teilnehmen.',
    'background-failed':
      '{device}: Der Hintergrund konnte nicht unscharf gemacht werden, deshalb ist das Gerät aus. Ihre Umgebung wurde nicht gezeigt. Versuchen Sie es noch einmal, oder zeigen Sie sich ohne Unschärfe.',
    'background-slow':
      '{device}: Ihr Gerät ist zu langsam, um den Hintergrund unscharf zu machen, deshalb ist das Bild aus. Ihre Umgebung wurde nicht gezeigt. Versuchen Sie es noch einmal, oder zeigen Sie sich ohne Unschärfe.',
    'background-off':
      '{device}: In dieser Sitzung ist ein unscharfer Hintergrund nicht erlaubt, deshalb ist das Gerät aus. Sie können sich ohne Unschärfe zeigen oder ohne Bild teilnehmen.',
    other: '{device}: Das Starten ist nicht gelungen. Versuchen Sie es noch einmal, oder gehen Sie ohne hinein.',
  },
  devices: { microphone: 'Mikrofon', camera: 'Kamera', screen: 'Bildschirmfreigabe', 'screen-audio': 'Geteilter Ton' },
  passcode: {
    title: 'Kennwort',
    intro: 'Für diese Sitzung braucht man ein Kennwort. Sie haben es von Ihrer Therapeutin oder Ihrem Therapeuten.',
    introHost:
      'Für diese Sitzung braucht man ein Kennwort. Es wurde beim Planen der Sitzung festgelegt und ist dasselbe, das die Teilnehmenden haben.',
    label: 'Kennwort',
    wrong: 'Das Kennwort war nicht richtig. Bitte prüfen Sie es; Groß- und Kleinbuchstaben sind verschieden.',
    confirm: 'Weiter',
    cancel: 'Zurück',
  },
  waiting: {
    title: 'Warteraum',
    calm: 'Sie sind im Warteraum. Die Leitung kann Sie hereinlassen; diese Seite ändert sich von selbst, Sie brauchen nichts zu tun.',
    private: 'Niemand kann Sie jetzt sehen oder hören.',
    reconnecting:
      'Ihre Verbindung wurde unterbrochen. Wir verbinden Sie wieder, und Ihr Platz bleibt eine Weile frei. Sie brauchen nichts zu tun.',
    opensAt: 'Die Sitzung öffnet: {time}.',
    message: 'Nachricht für Sie',
    messageFrom: {
      therapist: 'Von Ihrer Therapeutin oder Ihrem Therapeuten, an alle, die warten',
      cotherapist: 'Von der Co-Leitung, an alle, die warten',
    },
    messageToYouFrom: {
      therapist: 'Von Ihrer Therapeutin oder Ihrem Therapeuten, nur an Sie',
      cotherapist: 'Von der Co-Leitung, nur an Sie',
    },
    calmObserver:
      'Sie sind im Warteraum. Die Leitung kann Sie hereinlassen; diese Seite ändert sich von selbst, Sie brauchen nichts zu tun.',
    because: {
      'put-back': 'Sie wurden gebeten, hier eine Weile zu warten. Die Leitung kann Sie wieder hereinlassen.',
      'host-absent':
        'Zurzeit ist keine Leitung in der Sitzung, deshalb warten alle hier. Sie können hereingelassen werden, wenn sie wieder da ist.',
      'agreement-withdrawn':
        'Sie haben die Gruppe verlassen, weil Sie Ihre Zustimmung zurückgenommen haben. Die Leitung kann Sie wieder hereinlassen.',
      'consent-refused':
        'Alle in der Gruppe müssen einer beobachtenden Person zustimmen, und zurzeit tun das nicht alle. Sie können nur hereingelassen werden, wenn sich das ändert.',
      'e2ee-unsupported':
        'Sie waren schon in der Sitzung, aber jetzt funktioniert die Verschlüsselung in Ihrem Browser nicht. Deshalb warten Sie hier.',
    },
    observer:
      'Sie kommen als beobachtende Person hinein und werden der Gruppe so angezeigt. Vielleicht wird die Gruppe vorher gefragt, ob sie einverstanden ist.',
    leave: 'Warteraum verlassen',
    yourCamera: 'Ihre Kamera, nur für Sie sichtbar',
    notRecorded: 'Diese Sitzung wird nicht aufgezeichnet.',
  },
  outage: {
    text: 'Zwischen diesem Gerät und der Sitzung kommen weder Ton noch Bild durch. Oft lässt das Netz es nicht zu; Sie haben nichts falsch gemacht. Wir versuchen es weiter.',
    tryThis:
      'Sie können ein anderes Netz versuchen, zum Beispiel den Hotspot Ihres Telefons, oder ein VPN ausschalten, falls Sie eines verwenden. In einer Klinik, Schule oder Firma kann die IT-Abteilung es erlauben.',
    waiting: 'Ihr Platz bleibt solange frei.',
    support: 'Für die IT-Abteilung',
    allow: 'Bitte erlauben Sie Verbindungen von diesem Gerät zu:',
    server: 'Port {port}, Adresse {address}',
    ended: 'Ton und Bild kommen wieder durch.',
  },
  agreement: {
    title: 'Was wir vereinbaren',
    intro: 'Bitte lesen Sie das vor der Sitzung. Es geht weiter, wenn Sie zustimmen.',
    withdrawn:
      'Sie haben Ihre Zustimmung zurückgenommen und sind im Warteraum. Wenn Sie zurück möchten, lesen Sie dies bitte und stimmen Sie wieder zu.',
    changed:
      'Die Vereinbarung dieser Gruppe hat eine neue Fassung. Bitte lesen Sie sie; Sie können währenddessen hierbleiben.',
    read: 'Lesen',
    region: 'Die Vereinbarung',
    agree: 'Ich habe das gelesen und stimme zu',
    accepted: 'Sie haben zugestimmt. Danke.',
    rather:
      'Wenn Sie nicht zustimmen oder eine Frage haben, können Sie gehen und mit Ihrer Therapeutin oder Ihrem Therapeuten sprechen.',
  },
  talk: {
    title: 'Ein kurzes Gespräch vor der Sitzung',
    where: 'Bevor Sie hereingelassen werden',
    private: 'Nur diese eine Person kann Sie jetzt sehen und hören, und Sie können sie sehen und hören.',
    other: 'Ihre Therapeutin oder Ihr Therapeut',
    lines: 'Nachrichten zwischen Ihnen beiden',
    label: 'Eine Zeile schreiben',
    send: 'Senden',
    you: 'Sie',
    them: 'Die andere Person',
  },
  closed: {
    left: {
      title: 'Sie haben die Sitzung verlassen',
      body: 'Nehmen Sie sich Zeit. Sie können diese Seite schließen.',
    },
    removed: {
      title: 'Sie sind nicht mehr in der Sitzung',
      body: 'Sie wurden aus der Sitzung genommen. Wenn Sie eine Frage haben, wenden Sie sich bitte an Ihre Therapeutin oder Ihren Therapeuten.',
    },
    denied: {
      title: 'Sie wurden nicht hereingelassen',
      body: 'Sie wurden dieses Mal nicht hereingelassen. Wenn Sie eine Frage haben, wenden Sie sich bitte an Ihre Therapeutin oder Ihren Therapeuten.',
    },
    'room-ended': {
      title: 'Die Sitzung ist zu Ende',
      body: 'Danke, dass Sie da waren. Sie können diese Seite schließen.',
    },
    replaced: {
      title: 'Die Sitzung ist anderswo geöffnet',
      body: 'Die Sitzung wurde mit Ihrem Link anderswo geöffnet, auf einem anderen Gerät oder in einem anderen Fenster; deshalb endete sie hier. Wenn Sie das nicht waren, sagen Sie es bitte Ihrer Therapeutin oder Ihrem Therapeuten.',
    },
    'not-available': {
      title: 'Die Sitzung ist jetzt nicht zugänglich',
      body: 'Bitte versuchen Sie es später noch einmal, oder wenden Sie sich an Ihre Therapeutin oder Ihren Therapeuten.',
    },
    'token-invalid': {
      title: 'Dieser Link funktioniert nicht',
      body: 'Bitte öffnen Sie den Link noch einmal so, wie Sie ihn bekommen haben, oder bitten Sie um einen neuen.',
    },
    'token-expired': { title: 'Dieser Link ist abgelaufen', body: 'Bitte bitten Sie um einen neuen Link.' },
    'token-revoked': {
      title: 'Sie brauchen einen neuen Link',
      body: 'Der Link, mit dem Sie gekommen sind, gilt nicht mehr. Bitte fragen Sie Ihre Therapeutin oder Ihren Therapeuten nach einem neuen.',
    },
    'client-too-old': {
      title: 'Diese Seite ist veraltet',
      body: 'Bitte laden Sie die Seite neu. Wenn das nicht hilft, sagen Sie es bitte den Menschen, von denen Sie den Link haben; Sie haben nichts falsch gemacht.',
    },
    'server-too-old': {
      title: 'Die Sitzung ist gerade nicht zugänglich',
      body: 'Diese Seite und der Dienst passen im Moment nicht zusammen; Sie haben nichts falsch gemacht. Bitte versuchen Sie es später noch einmal, oder sagen Sie es den Menschen, von denen Sie den Link haben.',
    },
    'too-much-media': {
      title: 'Die Verbindung wurde geschlossen',
      body: 'Ihr Gerät hat mehr Ton und Bild gesendet, als die Sitzung tragen kann. Sie haben nichts falsch gemacht. Bitte kommen Sie zurück; wenn es wieder geschieht, starten Sie Ihren Browser neu oder verwenden Sie ein anderes Gerät.',
    },
    'too-many-connections': {
      title: 'Die Sitzung ist gerade nicht zugänglich',
      body: 'Viele Menschen verbinden sich vom selben Ort aus. Bitte versuchen Sie es in einer Minute noch einmal.',
    },
    'storage-unavailable': {
      title: 'Die Sitzung ist gerade nicht zugänglich',
      body: 'Bei uns funktioniert etwas nicht; Sie haben nichts falsch gemacht. Bitte versuchen Sie es in einigen Minuten noch einmal.',
    },
    'token-provider-failed': {
      title: 'Die Sitzung konnte nicht geöffnet werden',
      body: 'Diese Seite konnte Ihren Platz in der Sitzung nicht bestätigen. Sie haben nichts falsch gemacht. Bitte versuchen Sie es in einer Minute noch einmal.',
    },
    'origin-not-allowed': {
      title: 'Die Sitzung kann von dieser Seite aus nicht geöffnet werden',
      body: 'Diese Seite ist nicht richtig eingerichtet; Sie haben nichts falsch gemacht. Bitte sagen Sie es den Menschen, von denen Sie den Link haben.',
    },
    'invalid-params': {
      title: 'Die Sitzung konnte nicht geöffnet werden',
      body: 'Diese Seite ist nicht richtig eingerichtet; Sie haben nichts falsch gemacht. Bitte sagen Sie es den Menschen, von denen Sie den Link haben.',
    },
    'not-hearthroom': {
      title: 'Die Sitzung ist nicht erreichbar',
      body: 'Sie haben nichts falsch gemacht. Bitte versuchen Sie es in einigen Minuten noch einmal, oder aus einem anderen Netz: Manche Netze von Schulen, Kliniken und Firmen sperren Videositzungen. Wenn das nicht hilft, sagen Sie es den Menschen, von denen Sie den Link haben.',
    },
    'encryption-failed': {
      title: 'Diese Sitzung ist nicht verschlüsselt',
      body: 'Diese Seite nimmt nur an verschlüsselten Sitzungen teil und hat diese deshalb verlassen; Sie haben nichts falsch gemacht. Von Ihnen wurde weder Ton noch Bild noch eine Nachricht gesendet. Bitte sagen Sie es den Menschen, von denen Sie den Link haben.',
    },
    'connection-lost': {
      title: 'Die Verbindung ist abgebrochen',
      body: 'Bitte prüfen Sie Ihre Internetverbindung und kommen Sie zurück. Ihr Platz bleibt vielleicht noch einen Moment frei.',
    },
    'server-shutdown': { title: 'Der Dienst wird neu gestartet', body: 'Bitte kommen Sie in einer Minute zurück.' },
    'server-draining': { title: 'Der Dienst wird neu gestartet', body: 'Bitte kommen Sie in einer Minute zurück.' },
    'passcode-required': {
      title: 'Es wird ein Kennwort gebraucht',
      body: 'Sie können es noch einmal versuchen, wenn Sie das Kennwort von Ihrer Therapeutin oder Ihrem Therapeuten haben.',
    },
    'passcode-wrong': {
      title: 'Das Kennwort war nicht richtig',
      body: 'Bitte fragen Sie Ihre Therapeutin oder Ihren Therapeuten danach und versuchen Sie es in einigen Minuten noch einmal.',
    },
    'media-unsupported': {
      title: 'Dieser Browser kann nicht verwendet werden',
      body: 'Bitte öffnen Sie den Link in einem aktuellen Chrome, Edge, Firefox oder Safari.',
    },
    other: {
      title: 'Die Sitzung konnte nicht weitergehen',
      body: 'Bei uns ist etwas schiefgegangen. Bitte versuchen Sie zurückzukommen.',
    },
  },
  closedForHosts: {
    removed: 'Sie wurden von einer anderen Leitung oder vom Betreiber des Dienstes aus der Sitzung genommen.',
    denied:
      'Sie wurden dieses Mal nicht hereingelassen. Eine andere Leitung oder der Betreiber des Dienstes kann sagen, warum.',
    replaced:
      'Die Sitzung wurde mit Ihrem Link anderswo geöffnet, auf einem anderen Gerät oder in einem anderen Fenster; deshalb endete sie hier. Wenn Sie das nicht waren, sagen Sie es bitte dem Betreiber des Dienstes.',
    'not-available': 'Bitte versuchen Sie es später noch einmal, oder fragen Sie den Betreiber des Dienstes.',
    'token-revoked':
      'Der Link, mit dem Sie gekommen sind, gilt nicht mehr. Bitte holen Sie sich dort einen neuen, wo Sie diesen gefunden haben.',
    'origin-not-allowed':
      'Diese Seite ist nicht richtig eingerichtet. Bitte sagen Sie es dem Betreiber des Dienstes; der Code unten hilft dabei.',
    'invalid-params':
      'Diese Seite ist nicht richtig eingerichtet. Bitte sagen Sie es dem Betreiber des Dienstes; der Code unten hilft dabei.',
    'not-hearthroom':
      'Der Dienst antwortet nicht. Bitte versuchen Sie es in einigen Minuten noch einmal, wenn möglich aus einem anderen Netz, oder sagen Sie es dem Betreiber des Dienstes.',
    'encryption-failed':
      'Diese Seite nimmt nur an verschlüsselten Sitzungen teil, und der Dienst meldet, dass diese nicht verschlüsselt ist. Deshalb hat sie die Sitzung verlassen; von Ihnen wurde weder Ton noch Bild noch eine Nachricht gesendet. Bitte sagen Sie es dem Betreiber des Dienstes.',
    'passcode-required':
      'Sie können es noch einmal versuchen, wenn Sie das Kennwort haben. Es wurde beim Planen dieser Sitzung festgelegt.',
    'passcode-wrong':
      'Das Kennwort wurde beim Planen dieser Sitzung festgelegt. Bitte sehen Sie dort nach und versuchen Sie es in einigen Minuten noch einmal.',
  },
  closedPage: {
    comeBack: 'Zurückkommen',
    tryAgain: 'Noch einmal versuchen',
    message: 'Nachricht für Sie',
    onTime: 'Die Zeit dieser Sitzung ist vorbei. Danke, dass Sie da waren. Sie können diese Seite schließen.',
    code: 'Code: {code}',
  },
  call: {
    title: 'Sitzung',
    people: 'Menschen in der Sitzung',
    you: 'Sie',
    nameOfYou: '{name} (Sie)',
    microphoneOff: 'Mikrofon aus',
    cameraOff: 'Kamera aus',
    reconnecting: 'wird wieder verbunden',
    away: 'in einem anderen Teil der Sitzung',
    weakConnection: 'schwache Verbindung',
    lostConnection: 'Ton und Bild sind unterbrochen',
    speaking: 'spricht',
    screenOf: 'Bildschirm von {name}',
    until: 'bis {time}',
    locked: 'Abgeschlossen: Niemand Neues kann dazukommen',
    observer: 'beobachtet',
    hand: 'Hand gehoben, Nummer {number}',
    turn: 'ist an der Reihe',
    turnLeft: 'an der Reihe, {time}',
    turnPaused: 'an der Reihe, angehalten',
    stage: {
      pinned: '{name}, groß für Sie',
      spotlight: '{name}, groß für alle',
      speaker: '{name}, spricht',
    },
    enlarge: '{name} groß zeigen',
    shrink: 'Alle gleich groß zeigen',
    pictureOff: 'Bild aus',
    othersSeeYou: 'Die anderen sehen Sie',
    youBeside: '(Sie)',
    endsIn: 'endet in {time}',
    reacts: {
      heart: 'sendet ein Herz',
      'thumbs-up': 'stimmt zu',
      clap: 'klatscht',
      hug: 'sendet eine Umarmung',
      tears: 'ist bewegt',
    },
  },
  toolbar: {
    label: 'Ihre Bedienelemente',
    microphone: 'Mikrofon',
    microphoneShort: 'Mikro',
    camera: 'Kamera',
    starting: '{device} startet. Drücken, um abzubrechen.',
    startingShort: 'Startet',
    interrupted: '{device} ist an, aber von Ihrem Gerät stummgeschaltet',
    screen: 'Bildschirm teilen',
    screenLong: 'Bildschirmfreigabe',
    screenShort: 'Teilen',
    selfView: 'Mein Bild',
    selfViewLong: 'Mein eigenes Bild zeigen',
    people: 'Personen',
    peopleWaiting: { '{count}': { one: '{count} Person wartet', other: '{count} Personen warten' } },
    helpOpen: { '{count}': { one: '{count} Person bittet um Hilfe', other: '{count} Personen bitten um Hilfe' } },
    chat: 'Chat',
    unread: { '{count}': { one: '{count} neue Nachricht', other: '{count} neue Nachrichten' } },
    hand: 'Hand',
    handLong: 'Hand heben',
    help: 'Hilfe',
    helpLong: 'Bitten Sie die Leitung um Hilfe. Niemand sonst sieht es.',
    more: 'Mehr',
    moreLong: 'Reaktionen, Ansichten und Einstellungen',
    reactions: 'Reaktionen',
    react: {
      heart: 'Ein Herz senden',
      'thumbs-up': 'Daumen hoch',
      clap: 'Klatschen',
      hug: 'Eine Umarmung senden',
      tears: 'Zeigen, dass Sie bewegt sind',
    },
    speakerView: 'Wer spricht, ist groß',
    audioOnly: 'Nur Ton',
    smallWindow: 'Kleines Fenster',
    settings: 'Einstellungen',
    leave: 'Gehen',
    exit: 'Schnell gehen',
    exitLong: 'Verlässt die Sitzung sofort und zeigt eine andere Seite. Dreimal die Escape-Taste bewirkt dasselbe.',
  },
  settings: {
    title: 'Einstellungen',
    close: 'Schließen',
    devices: 'Kamera und Ton',
    music: 'Musikmodus',
    musicHint:
      'Für Instrumente und Gesang, mit Kopfhörern: Ihr Ton wird gesendet, wie er ist, und Echo wird nicht entfernt.',
    view: 'Was Sie sehen',
    audioOnly: 'Nur Ton',
    audioOnlyHint: 'Die Bilder der anderen werden nicht geladen. Das hilft, wenn Ihre Verbindung schwach ist.',
    selfView: 'Mein eigenes Bild zeigen',
    name: 'Name, den die Gruppe sieht',
    rename: 'Ändern',
    agreement: 'Was wir vereinbaren',
    agreementHint: 'Sie haben dem zugestimmt. Wenn Sie das zurücknehmen, kommen Sie in den Warteraum.',
    withdrawAgreement: 'Meine Zustimmung zurücknehmen',
    consents: 'Beobachtende',
    consentsHint:
      'Sie können Ihre Antwort jederzeit ändern. Der Leitung wird nur gezeigt, wie viele zustimmen, nicht wer.',
    agreed: 'Sie haben zugestimmt.',
    declined: 'Sie haben abgelehnt.',
    withdraw: 'Nicht mehr zustimmen',
    withdrawName: '{name} nicht mehr zustimmen',
    agree: 'Doch zustimmen',
    agreeName: '{name} doch zustimmen',
    exit: 'Dreimal die Escape-Taste verlässt die Sitzung sofort und zeigt eine andere Seite.',
    recording:
      'Diese Sitzung wird hier nicht aufgezeichnet. Aber niemand kann verhindern, dass eine andere Person den eigenen Bildschirm filmt.',
  },
  smallWindow: {
    title: 'Kleines Fenster der Sitzung',
    asks: 'In der Sitzung wartet etwas auf Ihre Antwort.',
    show: 'Anzeigen',
  },
  chat: {
    title: 'Chat',
    close: 'Chat schließen',
    notKept: 'Nachrichten werden nicht aufbewahrt. Wer später kommt, sieht sie nicht.',
    keptUntilEnd: 'Nachrichten werden bis zum Ende der Sitzung aufbewahrt, dann sind sie weg.',
    empty: 'Es wurde noch nichts geschrieben.',
    log: 'Nachrichten',
    to: 'An',
    everybody: 'Alle',
    everybodyHere: 'Alle, die hier bei Ihnen sind',
    hosts: 'Nur die Leitung',
    person: 'Nur {name}',
    gone: '{name}: nicht erreichbar',
    goneGroup: 'Alle, die vorher bei Ihnen waren',
    label: 'Ihre Nachricht',
    send: 'Senden',
    you: 'Sie',
    left: { '{count}': { one: 'Noch {count} Zeichen', other: 'Noch {count} Zeichen' } },
    toHosts: 'nur an die Leitung',
    toPerson: 'nur an {name}',
    toDeparted: 'nur an eine Person, die jetzt nicht bei Ihnen ist',
    toYou: 'nur an Sie',
    reply: 'Antworten',
    replyName: 'Nur {name} antworten',
    readers: { group: 'alle', here: 'alle, die hier bei Ihnen sind', hosts: 'die Leitung' },
    isRead: 'Das geht an {readers}.',
    isReadOnly: 'Das geht nur an {readers}.',
    unreachable: '{name} ist jetzt nicht erreichbar.',
    otherPlace: 'Sie sind mit anderen Menschen zusammen als vorher.',
    chooseForText: 'Ihr Text bleibt hier und wird nicht gesendet. Bitte wählen Sie, für wen er ist.',
    choose: 'Bitte wählen Sie, für wen Ihre Nachricht ist.',
    widen: 'Dieser Text war nur für {readers}',
    widenBody: 'Wenn Sie das ändern, geht er beim Senden an {readers}.',
    widenConfirm: 'Ändern',
    widenCancel: 'So lassen, wie es war',
    errors: {
      'rate-limited':
        'Sie haben in kurzer Zeit viel gesendet. Bitte warten Sie einige Sekunden und senden Sie es noch einmal.',
      'encryption-failed':
        'Ihre Nachricht konnte nicht verschlüsselt werden und wurde deshalb nicht gesendet. Bitte versuchen Sie es noch einmal.',
      'e2ee-unsupported':
        'Ihr Browser kann nicht verschlüsseln, und diese Sitzung muss verschlüsselt sein. Ihre Nachricht wurde nicht gesendet.',
      'not-found': 'Die Person ist nicht mehr hier. Ihre Nachricht wurde nicht gesendet.',
      'not-connected': 'Sie sind gerade nicht verbunden. Ihre Nachricht wurde nicht gesendet.',
      'connection-lost': 'Sie sind gerade nicht verbunden. Ihre Nachricht wurde nicht gesendet.',
      'not-allowed': 'In dieser Sitzung dürfen Sie dieser Person nicht schreiben.',
      'too-late':
        'Sie sind jetzt mit anderen Menschen zusammen. Ihre Nachricht wurde nicht gesendet; bitte sehen Sie nach, für wen sie ist.',
      other: 'Ihre Nachricht wurde nicht gesendet. Bitte versuchen Sie es noch einmal.',
    },
  },
  notices: {
    reconnecting: 'Ihre Verbindung wurde unterbrochen. Wir verbinden Sie wieder.',
    held: 'Ihre Therapeutin oder Ihr Therapeut ist einen Moment weg. Bitte bleiben Sie; Sie brauchen nichts zu tun.',
    heldPaused: 'Ton und Bild sind solange angehalten: Niemand sieht oder hört Sie.',
    heldThen: {
      end: 'Wenn niemand zurückkommt, endet die Sitzung in {time}.',
      'return-to-waiting': 'Wenn niemand zurückkommt, kommen Sie in {time} in den Warteraum.',
      'hand-over': 'Bitte warten Sie; noch {time}.',
    },
    mutedByHost: 'Die Leitung hat Ihr Mikrofon ausgeschaltet. Sie können es wieder einschalten.',
    cameraOffByHost: 'Die Leitung hat Ihre Kamera ausgeschaltet. Sie können sie wieder einschalten.',
    toHost: {
      mutedByHost: 'Eine andere Leitung hat Ihr Mikrofon ausgeschaltet. Sie können es wieder einschalten.',
      cameraOffByHost: 'Eine andere Leitung hat Ihre Kamera ausgeschaltet. Sie können sie wieder einschalten.',
    },
    screenOffByHost: 'Ihr Bildschirm wird nicht mehr geteilt.',
    soundOffByHost:
      'Der Ton, den Sie teilen, wurde ausgeschaltet. Um ihn wieder einzuschalten, beenden Sie das Teilen und teilen Sie erneut.',
    microphoneRestored: 'Ihr Mikrofon funktioniert wieder.',
    cameraRestored: 'Ihre Kamera funktioniert wieder.',
    mediaFailed: 'Ton oder Bild kam nicht durch. Wenn das so bleibt, gehen Sie und kommen Sie wieder.',
    serverFull:
      'Viele Menschen sind gleichzeitig hier. Ton und Bild beginnen, sobald Platz ist; bitte bleiben Sie, Sie brauchen nichts zu tun.',
    echo: 'Die anderen hören sich selbst durch Ihr Mikrofon. Läuft diese Sitzung noch auf einem anderen Gerät in Ihrer Nähe? Schalten Sie eines davon stumm, oder verwenden Sie Kopfhörer.',
    howling:
      'Ihr Mikrofon und ein anderes Gerät in Ihrer Nähe erzeugen zusammen einen lauten Ton. Schalten Sie eines davon stumm, oder verwenden Sie Kopfhörer.',
    echoMute: 'Mein Mikrofon stummschalten',
    turnOnSound: 'Ihr Browser hat den Ton noch nicht eingeschaltet.',
    turnOnSoundButton: 'Ton einschalten',
    stopSharing: 'Teilen beenden',
    waits: '{name} wartet.',
    severalWait: { '{count}': { one: '{count} Person wartet.', other: '{count} Personen warten.' } },
    showWaiting: 'Zeigen',
    dismiss: 'Schließen',
    endsIn: {
      '{count}': { one: 'Die Sitzung endet in {count} Minute.', other: 'Die Sitzung endet in {count} Minuten.' },
    },
    newEnd: 'Neues Ende der Sitzung: {time}.',
    noEnd: 'Die Sitzung hat kein festes Ende mehr.',
    fromTherapist: 'Von der Leitung: {text}',
    toGroups: 'An alle Gruppen: {text}',
    consent: '{name} möchte diese Sitzung beobachten. Sind Sie einverstanden?',
    consentBefore: 'Diese Person sieht und hört Sie nicht, bevor Sie zustimmen.',
    consentInside: '{name} ist zum Beobachten hier. Darf diese Person Sie sehen und hören?',
    consentOpen: {
      '{count}': {
        one: '{name} beobachtet. {count} Person hat dem noch nicht zugestimmt; die beiden sehen und hören einander nicht.',
        other:
          '{name} beobachtet. {count} Personen haben dem noch nicht zugestimmt; sie und die beobachtende Person sehen und hören einander nicht.',
      },
    },
    consentDeclined:
      'Sie haben abgelehnt, deshalb wird diese Person nicht beobachten. Sie können Ihre Antwort jederzeit in den Einstellungen ändern.',
    consentYes: 'Ich stimme zu',
    consentNo: 'Lieber nicht',
    consentOwn: 'Niemand erfährt, was Sie antworten; die Leitung sieht, wie viele zustimmen.',
    helpSent: 'Sie haben um Hilfe gebeten. Die Leitung sieht es, sonst niemand.',
    helpTakeBack: 'Zurücknehmen',
    helpClosed:
      'Ihr Hilferuf wurde gesehen, und die Leitung hat ihn als erledigt markiert. Wenn Sie noch oder wieder jemanden brauchen, rufen Sie bitte noch einmal mit „Hilfe“; das dürfen Sie jederzeit.',
    departed: {
      left: '{names}: hat die Sitzung verlassen.',
      'left-quickly': '{names}: ist schnell gegangen.',
      'agreement-withdrawn':
        '{names}: hat die Zustimmung zu den Regeln der Gruppe zurückgenommen und die Gruppe verlassen.',
      'connection-lost': '{names}: Die Verbindung ist abgebrochen und kam nicht zurück.',
    },
    departedUnnamed: {
      '{count}': {
        one: '{count} Person ist gegangen. Sie sehen, wer es war, wenn Sie das Teilen beenden.',
        other: '{count} Personen sind gegangen. Sie sehen, wer es war, wenn Sie das Teilen beenden.',
      },
    },
    departedSeen: 'Gesehen',
    sideRoom: 'Sie sind allein mit {name}. Die Gruppe sieht und hört Sie nicht.',
    backToGroup: 'Zurück zur Gruppe',
    preview: 'Sie sind vor der Sitzung allein mit {name}. Die Gruppe sieht und hört Sie nicht.',
    previewEnd: 'Gespräch beenden',
    previewAdmit: 'Hereinlassen',
    breakout: 'Sie sind hier: {name}. Nur wer auch hier ist, sieht und hört Sie.',
    breakoutLeft: 'Noch {time}.',
    closing: 'Die Kleingruppen enden. Sie kehren in die große Gruppe zurück.',
    closingIn: 'In {time}.',
    spotlit: 'Sie werden allen groß gezeigt.',
    circleClosed:
      'Sie sehen nur die Leitung. Die anderen sehen und hören Sie noch nicht; sie erscheinen, wenn die Leitung den Kreis öffnet, und Sie erfahren es vorher.',
    circleClosedHost: 'Der Kreis ist geschlossen: Die Teilnehmenden sehen und hören nur die Leitung.',
  },
  host: {
    panel: 'Personen und Raum',
    close: 'Schließen',
    waiting: 'Warteraum ({number})',
    waitingEmpty: 'Warteraum',
    nobodyWaits: 'Niemand wartet.',
    waitingFor: 'wartet seit {time}',
    dropped: 'Sie können die Person hereinlassen, wenn sie wieder da ist.',
    secondDevice: 'Die Person in der Sitzung bleibt, bis Sie diese hereinlassen.',
    secondDeviceMark: 'zweites Gerät',
    otherDevice:
      'Vorher hat hier ein anderes Gerät mit demselben Link gewartet. Bitte prüfen Sie, wer das ist, bevor Sie die Person hereinlassen.',
    otherDeviceMark: 'anderes Gerät',
    droppedMark: 'Verbindung abgebrochen',
    admit: 'Hereinlassen',
    admitName: '{name} hereinlassen',
    admitAll: 'Alle hereinlassen',
    deny: 'Abweisen',
    denyName: '{name} abweisen',
    skipped: 'Nicht hereingelassen: {reasons}.',
    skippedBecause: {
      'agreement-required': {
        '{count}': {
          one: '{count} Person, die den Regeln der Gruppe nicht zugestimmt hat',
          other: '{count} Personen, die den Regeln der Gruppe nicht zugestimmt haben',
        },
      },
      'consent-required': {
        '{count}': {
          one: '{count} beobachtende Person, der nicht alle Teilnehmenden zugestimmt haben',
          other: '{count} beobachtende Personen, denen nicht alle Teilnehmenden zugestimmt haben',
        },
      },
      'e2ee-would-end':
        '{names}, ohne Verschlüsselung im Browser. Lassen Sie diese Personen einzeln herein; Sie werden jedes Mal gefragt',
      'e2ee-unsupported': '{names}, ohne Verschlüsselung im Browser, und diese Sitzung muss verschlüsselt sein',
      other: {
        '{count}': {
          one: '{count} Person, die gerade gegangen oder wiedergekommen war',
          other: '{count} Personen, die gerade gegangen oder wiedergekommen waren',
        },
      },
    },
    write: 'Schreiben',
    writeName: '{name} schreiben',
    messageLabel: 'Nachricht an alle, die warten',
    messageSend: 'Senden',
    messageSent: 'Ihre Nachricht wurde gesendet.',
    session: 'In der Sitzung ({number})',
    more: 'Aktionen',
    moreFor: 'Aktionen für {name}',
    mute: 'Mikrofon ausschalten',
    muteCamera: 'Kamera ausschalten',
    askToUnmute: 'Um Einschalten des Mikrofons bitten',
    askForCamera: 'Um Einschalten der Kamera bitten',
    stopScreen: 'Bildschirmfreigabe dieser Person beenden',
    putBack: 'In den Warteraum',
    remove: 'Entfernen',
    room: 'Raum',
    lock: 'Raum abschließen',
    lockHint: 'Niemand Neues kann dazukommen. Wer hier ist oder wartet, bleibt.',
    sound: 'Ton, wenn jemand wartet oder um Hilfe bittet',
    end: 'Sitzung für alle beenden',
    asked: '{name} wurde gefragt.',
    roles: { therapist: 'Therapie', cotherapist: 'Co-Therapie', client: '', observer: 'Beobachtung' },
    preview: 'Zuerst allein sprechen',
    previewName: 'Zuerst allein sprechen: {name}',
    previewedBySelf: 'Sie sprechen allein mit dieser Person.',
    previewedByOther: 'Eine andere Leitung spricht allein mit dieser Person.',
    askedBySelf: 'Sie haben um ein Gespräch allein mit dieser Person gebeten.',
    askedByOther: 'Eine andere Leitung hat um ein Gespräch allein mit dieser Person gebeten.',
    oneTalk: 'Sie können immer nur mit einer Person allein sprechen.',
    notAgreed: 'Diese Person hat den Regeln der Gruppe noch nicht zugestimmt.',
    withdrew: 'Diese Person hat die Zustimmung zu den Regeln der Gruppe zurückgenommen.',
    agreed: 'zugestimmt',
    askConsent: 'Gruppe fragen',
    askConsentName: 'Gruppe fragen: {name}',
    consentToAsk: 'Alle Teilnehmenden müssen einer beobachtenden Person zustimmen. Beim Fragen erfahren sie den Namen.',
    consentMissing: {
      '{count}': {
        one: '{count} Person hat noch nicht geantwortet.',
        other: '{count} Personen haben noch nicht geantwortet.',
      },
    },
    consentDeclined: {
      '{count}': { one: '{count} Person hat abgelehnt.', other: '{count} Personen haben abgelehnt.' },
    },
    consentFinal: 'Sie werden nicht noch einmal gefragt. Sie können ihre Antwort in ihren Einstellungen ändern.',
    askAgain: 'Noch einmal fragen',
    askAgainName: 'Noch einmal fragen: {name}',
    answer: 'Antworten',
    answerName: '{name} antworten',
    sideRoom: 'Allein sprechen',
    sideRoomName: 'Allein sprechen: {name}',
    helpDone: 'Erledigt',
    helpDoneName: 'Erledigt für {name}',
    hands: 'Gehobene Hände',
    lowerHand: 'Senken',
    lowerHandName: 'Die Hand von {name} senken',
    spotlight: 'Allen groß zeigen',
    spotlightOff: 'Nicht mehr groß zeigen',
    circle: 'Der Kreis ist geschlossen',
    circleHint:
      'Die Teilnehmenden sehen und hören nur die Leitung. Wenn Sie den Kreis öffnen, erscheinen alle gleichzeitig.',
    openCircle: 'Kreis öffnen',
    extend: 'Verlängern',
    extendBy: { '{count}': { one: '+ {count} Minute', other: '+ {count} Minuten' } },
    endsAt: 'Ende: {time}',
    undoToEnd: 'Rückgängig: Ende {time}',
    undoToNotice: {
      '{count}': {
        one: 'Rückgängig: Ende in etwa {count} Minute',
        other: 'Rückgängig: Ende in etwa {count} Minuten',
      },
    },
    undoToNoEnd: 'Rückgängig: kein festes Ende',
    tools: 'Arbeit in der Gruppe',
  },
  mask: {
    somebody: 'Jemand',
    hidden: 'Verborgen, während Sie Ihren Bildschirm teilen',
    hiddenMessages: {
      '{count}': {
        one: '{count} private Nachricht ist verborgen, während Sie Ihren Bildschirm teilen',
        other: '{count} private Nachrichten sind verborgen, während Sie Ihren Bildschirm teilen',
      },
    },
    hiddenDraft: 'Ihre private Nachricht ist verborgen, während Sie Ihren Bildschirm teilen',
    keptMessage:
      'Die Nachricht, die Sie begonnen hatten, ist aufbewahrt. Wenn Sie das Teilen beenden und dieselbe Aktion wieder wählen, steht sie in ihrem Feld.',
    show: 'Zeigen',
    showLong: 'Zeigen, was verborgen ist',
    hide: 'Wieder verbergen',
    sharing: {
      none: 'Sie teilen Ihren Bildschirm.',
      masked: 'Sie teilen Ihren Bildschirm. Was nur die Leitung sehen darf, ist solange verborgen.',
      shown: 'Sie teilen Ihren Bildschirm, und was nur die Leitung sehen darf, ist darauf zu sehen.',
    },
  },
  help: {
    title: { '{count}': { one: 'Ein Hilferuf', other: '{count} Hilferufe' } },
    asks: '{name} bittet um Hilfe',
    since: 'seit {time}',
    isPrivate: 'nur die Leitung sieht das',
    takenBy: '{name} kümmert sich darum.',
    takenByYou: 'Sie kümmern sich darum. Drücken Sie „Erledigt“, wenn es geklärt ist; die Person erfährt es.',
    goTo: 'Hingehen',
    goToName: 'Hingehen: {name}',
  },
  round: {
    title: 'Runde',
    hint: 'Alle kommen nacheinander an die Reihe. Weitergeben ist immer möglich.',
    order: 'Reihenfolge',
    seats: 'Wie sie gekommen sind',
    chosen: 'Von mir gewählt',
    pick: 'Wählen Sie die Personen in der Reihenfolge, in der sie drankommen.',
    time: 'Zeit für jede Person',
    noTime: 'Ohne Grenze',
    minutes: { '{count}': { one: '{count} Minute', other: '{count} Minuten' } },
    muteOthers: 'Die anderen und ihren geteilten Ton jedes Mal stummschalten',
    start: 'Runde beginnen',
    now: '{name} ist an der Reihe',
    nowWith: '{name} ist an der Reihe, noch {time}',
    following: 'dann {name}',
    last: 'die letzte Person',
    next: 'Weiter',
    pause: 'Anhalten',
    resume: 'Fortsetzen',
    stop: 'Beenden',
    paused: 'angehalten',
    yourTurn: 'Sie sind an der Reihe.',
    yourTurnTime: 'Noch {time}.',
    pass: 'Weitergeben',
    yoursPaused: {
      'by-host': 'Sie sind an der Reihe, aber es ist angehalten. Es geht weiter, wenn die Leitung fortsetzt.',
      held: 'Sie sind an der Reihe, aber es ist angehalten, bis die Leitung zurück ist.',
      'connection-lost':
        'Sie sind an der Reihe, aber es ist angehalten, während Sie wieder verbunden werden. Wenn die Gruppe ohne Sie weitermacht, können Sie später drankommen.',
      apart: 'Sie sind an der Reihe, aber es ist angehalten, bis Sie wieder bei der Gruppe sind.',
    },
    hostPaused: {
      'by-host': '{name} ist an der Reihe. Es ist angehalten.',
      held: '{name} ist an der Reihe. Es ist angehalten, bis die Leitung zurück ist.',
      'connection-lost': '{name} ist an der Reihe. Es ist angehalten, bis die Verbindung wieder da ist.',
      apart: '{name} ist an der Reihe. Es ist angehalten, bis diese Person wieder bei der Gruppe ist.',
    },
    othersPaused: {
      'by-host': 'Die Runde ist angehalten. {name} ist an der Reihe.',
      'connection-lost': 'Die Runde wartet einen Moment: {name} wird wieder verbunden.',
      apart: 'Die Runde wartet, bis {name} wieder bei der Gruppe ist.',
    },
    passesIn: 'In {time} geht es zur nächsten Person.',
    youAreNext: 'Sie sind die nächste Person, nach {name}.',
    missedOwn:
      'Die Runde ging weiter, während Sie nicht verbunden waren. Möchten Sie als Nächstes drankommen oder am Ende? Ohne Antwort kommen Sie am Ende dran.',
    takeNext: 'Als Nächstes',
    takeAtEnd: 'Am Ende',
    takeNever: 'Nein, danke',
    missed: '{name} war nicht verbunden, als die Reihe da war. Die Person wurde gefragt, ob sie noch möchte.',
    giveTo: '{name} drannehmen',
    give: 'Drannehmen',
    giveLabel: 'Wen drannehmen?',
    undo: 'Rückgängig: wieder {name}',
    undoOwn: 'Rückgängig: wieder Sie',
    over: 'Die Runde ist vorbei.',
  },
  breakout: {
    title: 'Kleingruppen',
    hint: 'Die Teilnehmenden sprechen in eigenen Gruppen. Sie können jede besuchen; die Leitung bleibt in der großen Gruppe.',
    how: 'Gruppen',
    pairs: 'Zu zweit, zufällig',
    threes: 'Zu dritt, zufällig',
    byHand: 'Selbst einteilen',
    groupOf: 'Gruppe von {name}',
    mainGroup: 'Große Gruppe',
    group: 'Gruppe {number}',
    time: 'Zeit',
    start: 'Gruppen beginnen',
    tooFew: 'Es sind zu wenige Teilnehmende hier.',
    until: 'bis {time}',
    visit: 'Besuchen',
    visitName: '{name} besuchen',
    here: 'Sie sind hier',
    back: 'Zurück in die große Gruppe',
    empty: 'gerade niemand',
    message: 'Nachricht an alle Gruppen',
    end: 'Alle zurückrufen',
    endHint: 'Die Gruppen haben 30 Sekunden, um zum Ende zu kommen.',
    suggest: 'Gruppen zuerst zeigen',
    again: 'Neu mischen',
    suggested: 'Noch ist niemand in einer Gruppe. Sie können die Gruppen vor dem Beginn ändern.',
    aloneMark: 'allein',
    running: 'Es gibt gerade Kleingruppen.',
    closingIn: 'Alle kommen in {time} zurück.',
    messageShort: 'Nachricht',
    alone: '{name} ist allein: {group}.',
  },
  dialogs: {
    cancel: 'Abbrechen',
    reason: 'Nachricht an diese Person (freiwillig)',
    deny: '{name} abweisen?',
    denyBody: 'Die Person sieht, dass sie nicht hereingelassen wurde, und Ihre Nachricht.',
    denyConfirm: 'Abweisen',
    ban: 'Diese Person nicht in diese Sitzung zurückkommen lassen',
    putBack: '{name} in den Warteraum schicken?',
    putBackBody: 'Die Person sieht und hört die Gruppe sofort nicht mehr. Sie können sie wieder hereinlassen.',
    putBackConfirm: 'In den Warteraum',
    remove: '{name} aus der Sitzung entfernen?',
    removeBody: 'Die Person sieht und hört die Gruppe sofort nicht mehr.',
    removeConfirm: 'Entfernen',
    end: 'Die Sitzung für alle beenden?',
    endBody: 'Alle verlassen die Sitzung, auch wer wartet. Diese Sitzung kann nicht wieder geöffnet werden.',
    endMessage: 'Worte zum Schluss an die Gruppe (freiwillig)',
    help: 'Die Leitung um Hilfe bitten?',
    helpBody: 'Nur die Leitung sieht das. Die Gruppe sieht und hört nichts davon.',
    helpNote: 'Worum geht es? (freiwillig)',
    helpConfirm: 'Um Hilfe bitten',
    answer: '{name} antworten',
    answerBody: 'Nur diese Person liest es.',
    answerText: 'Ihre Antwort',
    answerConfirm: 'Senden',
    message: '{name} schreiben',
    messageBody: 'Nur diese Person liest es. Sie sieht, dass die Leitung es geschrieben hat, ohne Namen.',
    messageText: 'Ihre Nachricht',
    messageConfirm: 'Senden',
    openCircle: 'Den Kreis öffnen?',
    openCircleBody:
      'Alle erfahren es vorher; einige Sekunden später sehen und hören alle einander. Der Kreis kann nicht wieder geschlossen werden.',
    openCircleConfirm: 'Kreis öffnen',
    askConsent: 'Die Gruppe wegen {name} fragen?',
    askConsentBody: 'Alle Teilnehmenden sehen diesen Namen und werden gefragt, ob diese Person beobachten darf.',
    askConsentConfirm: 'Gruppe fragen',
    askAgain: 'Noch einmal wegen {name} fragen?',
    askAgainBody:
      'Nur wer abgelehnt hat, wird noch einmal gefragt; die anderen sehen nichts davon. Nach drei Fragen wird niemand mehr gefragt. Ablehnen ist immer in Ordnung.',
    askAgainConfirm: 'Noch einmal fragen',
    withdraw: 'Ihre Zustimmung zurücknehmen?',
    withdrawBody:
      'Sie verlassen die Gruppe sofort und kommen in den Warteraum. Die Leitung sieht, dass Sie sie zurückgenommen haben. Sie können zurückkommen, wenn Sie wieder zugestimmt haben und die Leitung Sie hereinlässt.',
    withdrawConfirm: 'Zurücknehmen',
    withdrawCancel: 'Zustimmung behalten',
    endConfirm: 'Für alle beenden',
    alone: '{name} allein lassen: {group}?',
    severalAlone: {
      '{count}': {
        one: '{count} Person in einer Gruppe allein lassen?',
        other: '{count} Personen in ihren Gruppen allein lassen?',
      },
    },
    aloneIn: '{name} wäre allein: {group}.',
    aloneBody: 'Dort sehen und hören sie niemanden, außer wenn Sie zu Besuch kommen.',
    aloneConfirm: 'Trotzdem beginnen',
    aloneCancel: 'Gruppen ändern',
    leave: 'Die Sitzung verlassen?',
    leaveBody: 'Sie können zurückkommen; vielleicht müssen Sie warten, bis Sie wieder hereingelassen werden.',
    leaveHostBody:
      'Wenn keine andere Leitung hier ist, wird die Sitzung angehalten, bis Sie zurück sind. Um sie zu schließen, beenden Sie sie für alle.',
    leaveConfirm: 'Gehen',
    unmute: 'Sie werden gebeten, Ihr Mikrofon einzuschalten',
    unmuteBody: 'Die Gruppe wird Sie hören. Sie entscheiden.',
    unmuteConfirm: 'Einschalten',
    stayMuted: 'Aus lassen',
    showCamera: 'Sie werden gebeten, Ihre Kamera einzuschalten',
    showCameraBody: 'Die Gruppe wird Sie sehen. Sie entscheiden.',
    showCameraConfirm: 'Kamera einschalten',
    stayHidden: 'Aus lassen',
  },
  lead: {
    lentToYou:
      'Sie leiten jetzt die Sitzung, weil die Leitung nicht da ist. Sie dürfen sie beenden. Wenn die Leitung zurück ist, leitet sie wieder selbst.',
    lentTo: '{name} leitet die Sitzung, während die eigentliche Leitung nicht da ist.',
    back: '{name} ist zurück und leitet die Sitzung wieder.',
    backToYou: 'Sie leiten die Sitzung wieder.',
    over: 'Sie leiten die Sitzung nicht mehr.',
  },
  hold: {
    between: 'Von {from} bis {to} war keine Leitung hier.',
    at: 'Um {time} war einen Moment lang keine Leitung hier.',
    paused: 'Ton und Bild waren für alle angehalten: Niemand sah oder hörte jemanden.',
    continued: 'Die anderen haben einander weiter gesehen und gehört.',
    told: 'Sie haben gelesen, dass die Leitung einen Moment weg war, und wurden gebeten zu bleiben.',
    sentToWait: 'Dann kamen alle in den Warteraum. Sie können sie wieder hereinlassen.',
  },
  absence: {
    gone: {
      left: '{name} hat die Sitzung verlassen ({time}). Jetzt ist keine therapeutische Leitung hier.',
      'connection-lost':
        'Die Verbindung von {name} ist abgebrochen ({time}). Jetzt ist keine therapeutische Leitung hier.',
      'not-admitted':
        '{name} ist nicht mehr in der Sitzung (seit {time}). Jetzt ist keine therapeutische Leitung hier.',
    },
    somebody: 'Ihre Kollegin oder Ihr Kollege',
    endsUnlessExtended: 'Die Sitzung endet für alle: {end}. Sie können sie verlängern.',
    extendableFrom: 'Die Sitzung endet für alle: {end}. Sie können sie verlängern ab: {from}.',
    othersExtend:
      'Die Sitzung endet für alle: {end}. Eine andere Person der Leitung, die hier ist, kann sie verlängern.',
    nobodyExtends:
      'Niemand, der hier ist, kann die Sitzung verlängern. Sie endet für alle: {end}, auch für die Teilnehmenden, und kann nicht wieder geöffnet werden.',
    mayAdmit: 'Sie können Menschen hereinlassen und in den Warteraum schicken.',
    mayModerate: 'Sie können Menschen hereinlassen, stummschalten und entfernen und den Raum abschließen.',
    mayEnd: 'Sie können die Sitzung auch für alle beenden.',
    mayNotEnd: 'Sie können sie nicht für alle beenden.',
    fixedEnd: 'Niemand, der hier ist, kann sie verlängern; sie endet für alle, auch für die Teilnehmenden.',
    back: '{name} ist zurück.',
    therapistBack: 'Die therapeutische Leitung ist wieder hier.',
    extendNoMore: 'Nur sie kann die Sitzung jetzt verlängern; was Sie hinzugefügt haben, bleibt.',
  },
  announce: {
    waits: '{name} wartet darauf, hereingelassen zu werden.',
    joined: '{name} ist dazugekommen.',
    left: '{name} ist gegangen.',
    interrupted: 'Ton und Bild von {name} sind unterbrochen.',
    hand: '{name} hat die Hand gehoben.',
    help: '{name} bittet um Hilfe.',
    helpOver: 'Der Hilferuf von {name} ist abgeschlossen.',
    turn: '{name} ist an der Reihe.',
    message: 'Neue Nachricht von {name}.',
    line: 'Die andere Person: {text}',
  },
  actionErrors: {
    busy: 'Eine von Ihnen beiden Personen ist jetzt in einem anderen Gespräch.',
    'agreement-required': 'Diese Person hat den Regeln der Gruppe noch nicht zugestimmt.',
    'consent-required': 'Nicht alle Teilnehmenden haben dieser beobachtenden Person zugestimmt.',
    'e2ee-unsupported':
      'Der Browser dieser Person kann nicht verschlüsseln, und diese Sitzung muss verschlüsselt sein.',
    'e2ee-would-end':
      'Der Browser dieser Person kann nicht verschlüsseln. Es wurde nichts geändert; bitte versuchen Sie es noch einmal.',
    'encryption-failed':
      'Das konnte nicht verschlüsselt werden und wurde deshalb nicht gesendet. Bitte versuchen Sie es noch einmal.',
    'limit-exceeded': 'Diese Person hat mehrmals abgelehnt und wird nicht noch einmal gefragt.',
    'rate-limited': 'Sie haben in kurzer Zeit viel gesendet. Bitte warten Sie einige Sekunden.',
    'stale-entry': 'Diese Person ist gerade gegangen oder wiedergekommen. Bitte sehen Sie noch einmal nach.',
    'room-full': 'Der Raum ist voll.',
    'room-not-live': 'Das geht nur, während die Sitzung läuft.',
    'last-host': 'Die letzte Person der Leitung kann nicht entfernt werden.',
    'not-allowed': 'Das dürfen Sie in dieser Sitzung nicht.',
    'not-found': 'Diese Person ist nicht mehr hier.',
    'too-late': 'Das ist nicht mehr möglich: Inzwischen hat sich etwas geändert.',
    'invalid-params':
      'Das wurde nicht angenommen. Ein Name braucht mindestens einen sichtbaren Buchstaben, eine Ziffer oder ein Zeichen.',
    'not-connected': 'Sie sind gerade nicht verbunden. Bitte versuchen Sie es gleich noch einmal.',
    'connection-lost': 'Sie sind gerade nicht verbunden. Bitte versuchen Sie es gleich noch einmal.',
    'request-timeout': 'Es kam keine Antwort. Bitte versuchen Sie es noch einmal.',
    'storage-unavailable':
      'Das geht gerade nicht, und es wurde nichts geändert. Bitte versuchen Sie es in einer Minute noch einmal.',
    other: 'Das hat nicht funktioniert. Bitte versuchen Sie es noch einmal.',
  },
  meeting: {
    seconds: '{number} s',
    asks: '{name} möchte mit Ihnen allein sprechen.',
    begins: 'In {time} sehen und hören Sie einander.',
    onlyIfYes: 'Diese Person sieht und hört Sie nur, wenn Sie Ja sagen.',
    apart: 'In {time} sind Sie beide allein; die Gruppe sieht und hört Sie dann nicht.',
    apartIfYes: 'Sie sind nur dann zu zweit allein, wenn Sie Ja sagen; die Gruppe sieht und hört Sie dann nicht.',
    ready: 'Ich bin bereit',
    yes: 'Ja',
    notNow: 'Jetzt nicht',
    somebody: 'Diese Person',
    told: '{name} weiß jetzt, dass Sie allein sprechen möchten.',
    toldBegins: 'Es beginnt in {time}.',
    asked: '{name} wurde gefragt, ob ein Gespräch allein mit Ihnen recht ist.',
    takeBack: 'Zurücknehmen',
    refusal: {
      'not-now': '{name} möchte jetzt lieber nicht allein sprechen. Sie sind nicht allein miteinander.',
      'no-answer': '{name} hat nicht geantwortet. Sie sind nicht allein miteinander.',
    },
    askAgain: 'Noch einmal fragen',
    close: 'Schließen',
    arriving: 'Zu Ihrer Gruppe kommt: {names}.',
    arrivingIn: 'Sie werden in {time} gesehen und gehört.',
    visiting: 'Sie werden hier sein: {group}. Die Menschen dort wissen es.',
    visitingIn: 'Sie sehen und hören einander in {time}.',
    circle: 'Der Kreis öffnet sich.',
    circleIn: {
      '{count}': {
        one: 'In {time} sehen und hören alle einander.',
        other: 'In {time} sehen und hören alle {count} Personen einander.',
      },
    },
  },
  seen: {
    entered: 'Sie sind in der Sitzung.',
    byAll: 'Die Gruppe kann Sie sehen und hören.',
    byHosts: 'Nur die Leitung kann Sie jetzt sehen und hören.',
    byNobody: 'Ton und Bild sind angehalten: Niemand sieht oder hört jetzt jemanden.',
    preview: 'Sie sind allein mit {name}. Nur Sie beide sehen und hören einander.',
    sideRoom: 'Sie sind allein mit {name}. Die Gruppe sieht und hört Sie nicht.',
    breakout: 'Sie sind hier: {group}. Nur wer auch hier ist, sieht und hört Sie.',
    backInGroup: 'Sie sind zurück in der Gruppe. Sie kann Sie wieder sehen und hören.',
    backInCircle: 'Sie sind zurück in der Gruppe. Nur die Leitung kann Sie sehen und hören.',
    backInWaiting: 'Das Gespräch ist vorbei. Niemand kann Sie jetzt sehen oder hören.',
    paused: 'Ton und Bild sind angehalten, solange keine Leitung hier ist. Niemand sieht oder hört Sie jetzt.',
    resumed: 'Ton und Bild gehen weiter. Alle, die hier sind, sehen und hören Sie wieder.',
    circleOpened: 'Der Kreis ist offen. Sie und die anderen sehen und hören einander.',
    circleStaysClosed: 'Der Kreis öffnet sich jetzt nicht. Nur die Leitung kann Sie sehen und hören.',
    meetingOver: 'Sie sprechen jetzt nicht allein mit {name}. Es ändert sich nichts daran, wer Sie sieht und hört.',
    meetingOverInWaiting: 'Sie sprechen jetzt nicht mit {name}. Niemand kann Sie sehen oder hören.',
    came: 'Jetzt hier bei Ihnen, kann Sie sehen und hören: {names}.',
    went: 'Nicht mehr hier bei Ihnen: {names}.',
  },
  elsewhere: {
    nobodyYet: 'Sonst ist noch niemand hier.',
    nobodyNow: 'Sonst ist gerade niemand hier.',
    noTherapist: 'Gerade ist keine Leitung hier.',
    pairAway: '{one} ist bei {host}. Solange sehen und hören Sie einander nicht.',
    oneAway: '{name} ist eine Weile in einem anderen Teil der Sitzung.',
    severalAway: 'Eine Weile in anderen Teilen der Sitzung: {names}.',
    inGroups: 'Die anderen sind in Kleingruppen.',
    aloneInGroup: 'Außer Ihnen ist gerade niemand hier: {group}.',
    paused: 'Ton und Bild sind angehalten, solange keine Leitung hier ist.',
    inGroup: 'dort: {group}',
    withPerson: 'bei {name}',
    pausedShort: 'Ton und Bild angehalten',
  },
  encryption: {
    on: 'Verschlüsselt',
    off: 'Nicht verschlüsselt',
    check: 'Bitte prüfen',
    mark: '{state}: über die Verschlüsselung',
    close: 'Schließen',
    more: 'Was das bedeutet',
    meaning: {
      on: 'Nur die Menschen in dieser Sitzung können einander sehen, hören und lesen. Der Dienst, der sie verbindet, gibt alles weiter und kann es nicht öffnen.',
      off: 'Ton, Bild und Nachrichten sind auf dem Weg zum Dienst, der Sie verbindet, geschützt. Der Dienst selbst könnte sie sehen, hören und lesen.',
    },
    meaningOfTwo: {
      on: 'Nur Sie beide können einander hier sehen, hören und lesen. Der Dienst, der Sie verbindet, gibt alles weiter und kann es nicht öffnen.',
      off: 'Ton, Bild und Nachrichten sind auf dem Weg zum Dienst, der Sie beide verbindet, geschützt. Der Dienst selbst könnte sie sehen, hören und lesen.',
    },
    because: {
      '{count}': {
        one: 'Nicht verschlüsselt: Der Browser von {names} kann nicht verschlüsseln. Wenn {names} geht, wird wieder verschlüsselt.',
        other:
          'Nicht verschlüsselt: Die Browser dieser Personen können nicht verschlüsseln: {names}. Wenn sie gehen, wird wieder verschlüsselt.',
      },
    },
    becauseOwn:
      'Nicht verschlüsselt: Ihr Browser kann nicht verschlüsseln. Sie haben nichts falsch gemacht. Ein aktueller Chrome, Edge, Firefox oder Safari kann es.',
    becauseOwnToo:
      'Nicht verschlüsselt: Ihr Browser kann nicht verschlüsseln, und die Browser dieser Personen auch nicht: {names}. Sie haben nichts falsch gemacht. Ein aktueller Chrome, Edge, Firefox oder Safari kann es.',
    notStarted:
      'Nicht verschlüsselt: Die Verschlüsselung konnte auf dieser Seite nicht gestartet werden. Sie haben nichts falsch gemacht. Oft hilft es, die Seite neu zu laden.',
    notStartedToo:
      'Nicht verschlüsselt: Die Verschlüsselung konnte auf dieser Seite nicht gestartet werden, und die Browser dieser Personen können nicht verschlüsseln: {names}. Sie haben nichts falsch gemacht.',
    becauseUnknown: 'Jetzt nicht verschlüsselt: Der Browser einer Person in der Sitzung kann nicht verschlüsseln.',
    becauseOther: 'Hier nicht verschlüsselt: Der Browser von {name} kann nicht verschlüsseln.',
    somebody: 'jemand anderes',
    back: 'Die Sitzung ist wieder verschlüsselt.',
    backHere: 'Hier ist es verschlüsselt.',
    code: {
      title: 'Zahlen vergleichen',
      how: 'Lesen Sie diese Zahlen laut vor. Alle müssen dieselben sehen. Wenn jemand andere sieht, wird die Verbindung vielleicht abgehört: Beenden Sie die Sitzung.',
      changes:
        'Sie ändern sich, wenn jemand kommt, geht oder die Seite neu lädt. Vergleichen Sie sie dann noch einmal.',
      changed: 'Die Zahlen haben sich geändert. Bitte vergleichen Sie sie noch einmal.',
      label: 'Die Zahlen, in sechs Gruppen',
      computing: 'Die Zahlen werden berechnet.',
      nobody: 'Hier ist niemand, mit dem Sie Zahlen vergleichen können. Sie erscheinen, wenn noch jemand hier ist.',
      missing: 'Gerade gibt es keine Zahlen zu vergleichen.',
      talk: 'Die Zahlen sind für die ganze Gruppe. Sie erscheinen, wenn Sie bei der Gruppe sind.',
      circle:
        'Der Kreis ist geschlossen, deshalb haben nicht alle dieselben Zahlen. Sie erscheinen, wenn er offen ist.',
    },
    problems: {
      'key-missing':
        'Sie können {name} nicht sehen und hören, weil der Schlüssel von {name} nicht angekommen ist. Bitten Sie {name}, die Seite neu zu laden; wenn das nicht hilft, laden Sie Ihre neu.',
      'identity-invalid':
        'Die Verschlüsselung von {name} konnte nicht geprüft werden, deshalb können Sie einander nicht sehen und hören. Bitten Sie {name}, die Seite neu zu laden. Wenn es so bleibt, beenden Sie die Sitzung und sagen Sie es dem Betreiber des Dienstes.',
      'people-differ':
        '{name} sieht in dieser Sitzung anscheinend andere Menschen als Sie. Fragen Sie, wer da ist, und vergleichen Sie die Zahlen. Wenn sie verschieden sind, wird die Verbindung vielleicht abgehört: Beenden Sie die Sitzung.',
    },
    problemsForOthers: {
      'key-missing':
        'Sie können {name} nicht sehen und hören, weil der Schlüssel von {name} nicht angekommen ist. Sie haben nichts falsch gemacht. Oft hilft es, die Seite neu zu laden; vielleicht müssen Sie warten, bis Sie wieder hereingelassen werden.',
      'identity-invalid':
        'Die Verschlüsselung von {name} konnte nicht geprüft werden, deshalb können Sie einander nicht sehen und hören. Sie haben nichts falsch gemacht. Bitte sagen Sie es der Leitung.',
      'people-differ':
        '{name} sieht in dieser Sitzung anscheinend andere Menschen als Sie. Sie haben nichts falsch gemacht. Bitte sagen Sie es der Leitung und vergleichen Sie gemeinsam die Zahlen.',
    },
    failed: 'Die Verschlüsselung konnte auf dieser Seite nicht gestartet werden. Bitte laden Sie die Seite neu.',
    interruptions: {
      restarting:
        'Die Verschlüsselung auf dieser Seite hat aufgehört und wird neu gestartet. Bis dahin kann niemand Sie sehen oder hören, und Sie können die anderen nicht sehen und hören.',
      ended:
        'Die Verschlüsselung auf dieser Seite funktioniert nicht mehr, deshalb kann niemand Sie sehen oder hören, und Sie können die anderen nicht sehen und hören. Bitte laden Sie die Seite neu.',
      refused:
        'Die Sitzung ist gerade nicht verschlüsselt, und diese Seite sendet und zeigt nur Verschlüsseltes. Deshalb können Sie die anderen nicht sehen und hören, und manche von ihnen Sie auch nicht.',
    },
    worksAgain: 'Die Verschlüsselung funktioniert wieder.',
    securing: 'sichere Verbindung wird aufgebaut …',
    waiting: {
      required: 'Diese Sitzung ist verschlüsselt: Nur die Menschen in ihr können einander sehen, hören und lesen.',
      preferred: 'Diese Sitzung ist verschlüsselt, wenn die Browser aller Menschen in ihr das können.',
      talkOn: 'Dieses Gespräch ist verschlüsselt: Nur Sie beide können einander sehen, hören und lesen.',
      talkOff: 'Dieses Gespräch ist nicht verschlüsselt, weil einer der beiden Browser das nicht kann.',
      cannotEnter:
        'Diese Sitzung ist verschlüsselt, und dieser Browser kann das nicht. Mit ihm können Sie nicht hereingelassen werden. Bitte öffnen Sie Ihren Link in einem aktuellen Chrome, Edge, Firefox oder Safari.',
      isAsked:
        'Diese Sitzung ist verschlüsselt, und dieser Browser kann das nicht. Die Leitung wird gefragt, bevor Sie hereingelassen werden. Es hilft, Ihren Link in einem aktuellen Chrome, Edge, Firefox oder Safari zu öffnen.',
      notStarted:
        'Diese Sitzung ist verschlüsselt, und die Verschlüsselung konnte auf dieser Seite nicht gestartet werden; deshalb können Sie noch nicht hereingelassen werden. Sie haben nichts falsch gemacht. Bitte laden Sie die Seite neu. Wenn das nicht hilft, versuchen Sie ein anderes Netz oder einen anderen Browser.',
      notStartedIsAsked:
        'Diese Sitzung ist verschlüsselt, und die Verschlüsselung konnte auf dieser Seite nicht gestartet werden. Die Leitung wird gefragt, bevor Sie hereingelassen werden. Oft hilft es, die Seite neu zu laden.',
    },
    host: {
      mark: 'kann nicht verschlüsseln',
      required:
        'Diese Sitzung muss verschlüsselt sein, deshalb kann die Person mit diesem Browser nicht hereingelassen werden. Auf ihrer Seite steht, welche es können: ein aktueller Chrome, Edge, Firefox oder Safari.',
      wouldEnd: 'Sie werden gefragt, bevor Sie die Person hereinlassen.',
    },
    question: '{name} ohne Verschlüsselung hereinlassen?',
    questionBody:
      'Der Browser von {name} kann nicht verschlüsseln. Wenn Sie {name} hereinlassen, ist die Sitzung für niemanden verschlüsselt, solange {name} da ist.',
    questionConfirm: 'Trotzdem hereinlassen',
    questionCancel: 'Jetzt nicht',
    chat: {
      on: 'Nachrichten sind verschlüsselt: Nur die, an die sie gehen, können sie lesen.',
      off: 'Nachrichten an alle sind jetzt nicht verschlüsselt.',
      unreadable: 'Diese Nachricht kann auf diesem Gerät nicht gelesen werden.',
      unreadableNote: 'Es wurde geschrieben, worum es geht, aber das kann auf diesem Gerät nicht gelesen werden.',
      lineOff: 'nicht verschlüsselt',
    },
  },
  line: {
    own: {
      full: 'Ihre Verbindung ist nicht stabil. Ton und Bild können einen Moment aussetzen.',
      smaller: 'Ihre Verbindung ist langsam. Die Bilder sind kleiner, damit der Ton klar bleibt.',
      some: 'Ihre Verbindung ist langsam. Einige Bilder sind angehalten, damit der Ton klar bleibt. Sie kommen von selbst zurück.',
      none: 'Ihre Verbindung ist zu langsam für Bilder. Sie hören alle. Die Bilder kommen von selbst zurück.',
    },
    ownSending: 'Ihre Verbindung ist langsam. Die anderen sehen und hören Sie vielleicht schlecht.',
    alsoSending: 'Die anderen sehen und hören Sie vielleicht schlecht.',
    server:
      'Der Server ist ausgelastet. Ton und Bild können einen Moment aussetzen. An Ihrer Verbindung liegt es nicht.',
    theirs: 'Die Verbindung von {name} ist langsam.',
    over: 'Ton und Bild kommen wieder gut durch.',
    pausedPicture: 'Bild angehalten',
    pausedBecause: {
      'own-line': 'Ihre Verbindung ist langsam',
      server: 'der Server ist ausgelastet',
    },
  },
  preflight: {
    open: 'Kamera, Mikrofon und Verbindung prüfen',
    title: 'Prüfung vor der Sitzung',
    close: 'Prüfung schließen',
    intro:
      'Das dauert etwa eine halbe Minute. Niemand sieht oder hört Sie, und niemand erfährt davon. Ihr Browser fragt vielleicht nach Kamera und Mikrofon. Bitte wählen Sie „Zulassen“.',
    introReported:
      'Das dauert etwa eine halbe Minute. Niemand sieht oder hört Sie. Die Leitung Ihrer Gruppe sieht, dass Sie diese Prüfung gemacht haben und an welchem Tag, aber nicht, was dabei herauskam. Ihr Browser fragt vielleicht nach Kamera und Mikrofon. Bitte wählen Sie „Zulassen“.',
    start: 'Prüfung beginnen',
    again: 'Noch einmal prüfen',
    stop: 'Abbrechen',
    running: 'Wird geprüft: {part}',
    speak: 'Bitte sagen Sie jetzt ein paar Worte, damit wir Ihr Mikrofon hören.',
    soundQuestion: 'Hören Sie den Ton?',
    soundHint: 'Drücken Sie „Ton abspielen“ und sagen Sie dann, ob Sie ihn gehört haben.',
    play: 'Ton abspielen',
    playing: 'Der Ton wird abgespielt',
    heard: 'Ich habe ihn gehört',
    notHeard: 'Ich habe ihn nicht gehört',
    failed: 'Die Prüfung konnte nicht durchgeführt werden. Bitte laden Sie die Seite neu.',
    stateWaiting: 'noch nicht geprüft',
    stateRunning: 'wird geprüft',
    received: 'Empfangen: {number} kbit/s',
    sent: 'Gesendet: {number} kbit/s',
    roundTrip: 'Hin und zurück: {number} ms',
    report: 'Bericht für die IT-Abteilung',
    reportHint: 'Er enthält Befunde und Zahlen, aber keine Namen, keine Namen von Geräten und keine Adressen.',
    copy: 'Bericht kopieren',
    copied: 'Der Bericht ist kopiert.',
  },
  preflightParts: {
    browser: 'Browser',
    camera: 'Kamera',
    microphone: 'Mikrofon',
    speaker: 'Lautsprecher',
    server: 'Verbindung zum Server',
    paths: 'Weg für Ton und Bild',
    line: 'Qualität der Verbindung',
  },
  preflightVerdicts: {
    good: 'Gut',
    poor: 'Könnte besser sein',
    bad: 'Braucht Aufmerksamkeit',
    none: 'Nicht geprüft',
  },
  preflightSummaries: {
    good: 'Für Ihre Sitzung ist alles in Ordnung.',
    poor: 'Sie können teilnehmen. Etwas könnte besser sein.',
    bad: 'Etwas braucht vor Ihrer Sitzung Aufmerksamkeit.',
  },
  preflightFindings: {
    'browser-insecure-page':
      'Diese Seite hat keine gesicherte Verbindung, deshalb lassen Browser hier weder Kamera noch Mikrofon zu. Öffnen Sie die Adresse mit https, oder sagen Sie es den Menschen, von denen Sie den Link haben.',
    'browser-no-webrtc':
      'Dieser Browser kann keine Videositzungen. Bitte verwenden Sie einen aktuellen Chrome, Edge, Firefox oder Safari.',
    'browser-no-encryption':
      'Dieser Browser kann nicht von Ende zu Ende verschlüsseln. Wenn Ihre Gruppe das verlangt, verwenden Sie einen aktuellen Chrome, Edge, Firefox oder Safari.',
    'browser-no-screen-sharing':
      'Dieser Browser kann anderen Ihren Bildschirm nicht zeigen. Das brauchen Sie nicht, um teilzunehmen.',
    'browser-no-speaker-choice':
      'In diesem Browser wählen Sie den Lautsprecher in den Einstellungen Ihres Geräts, nicht in der Sitzung.',
    'camera-not-allowed':
      'Diese Seite hat keinen Zugriff auf Ihre Kamera. Klicken Sie auf das Symbol neben der Webadresse, erlauben Sie die Kamera und prüfen Sie noch einmal.',
    'camera-blocked-by-page':
      'Diese Website erlaubt hier keine Kamera. Sie haben nichts falsch gemacht. Bitte sagen Sie es den Betreibern der Website.',
    'camera-in-use':
      'Ein anderes Programm benutzt Ihre Kamera. Schließen Sie andere Video- oder Telefonprogramme und prüfen Sie noch einmal.',
    'camera-not-found':
      'Es wurde keine Kamera gefunden. Schließen Sie eine an und prüfen Sie noch einmal. Sie können auch ohne Kamera teilnehmen.',
    'camera-failed':
      'Ihre Kamera konnte nicht gestartet werden. Ziehen Sie sie ab und stecken Sie sie wieder ein, oder starten Sie Ihr Gerät neu.',
    'camera-no-pictures':
      'Ihre Kamera ist an, sendet aber kein Bild. Ziehen Sie sie ab und stecken Sie sie wieder ein, oder starten Sie Ihr Gerät neu.',
    'camera-black':
      'Das Bild Ihrer Kamera ist schwarz. Sehen Sie nach, ob das Objektiv abgedeckt ist, und machen Sie Licht an.',
    'camera-frozen':
      'Das Bild Ihrer Kamera steht still. Ziehen Sie die Kamera ab und stecken Sie sie wieder ein, oder wählen Sie eine andere.',
    'camera-page-hidden':
      'Diese Seite war während der Prüfung nicht im Vordergrund, deshalb konnten wir nicht sehen, ob Ihre Kamera funktioniert. Lassen Sie sie im Vordergrund und prüfen Sie noch einmal.',
    'microphone-not-allowed':
      'Diese Seite hat keinen Zugriff auf Ihr Mikrofon. Klicken Sie auf das Symbol neben der Webadresse, erlauben Sie das Mikrofon und prüfen Sie noch einmal.',
    'microphone-blocked-by-page':
      'Diese Website erlaubt hier kein Mikrofon. Sie haben nichts falsch gemacht. Bitte sagen Sie es den Betreibern der Website.',
    'microphone-in-use':
      'Ein anderes Programm benutzt Ihr Mikrofon. Schließen Sie andere Video- oder Telefonprogramme und prüfen Sie noch einmal.',
    'microphone-not-found':
      'Es wurde kein Mikrofon gefunden. Schließen Sie eines oder ein Headset an und prüfen Sie noch einmal.',
    'microphone-failed':
      'Ihr Mikrofon konnte nicht gestartet werden. Ziehen Sie es ab und stecken Sie es wieder ein, oder starten Sie Ihr Gerät neu.',
    'microphone-muted':
      'Ihr Gerät hat das Mikrofon stummgeschaltet. Sehen Sie nach einem Schalter am Headset oder einer Taste auf der Tastatur.',
    'microphone-silent':
      'Wir haben von Ihrem Mikrofon nichts gehört. Bitte sprechen Sie während der Prüfung. Wenn Sie gesprochen haben, suchen Sie nach einem Schalter, der es stummschaltet.',
    'microphone-quiet':
      'Wir haben Sie nur leise gehört. Sprechen Sie näher am Mikrofon, oder stellen Sie es in den Einstellungen Ihres Geräts lauter.',
    'microphone-others-available': 'Sie haben mehr als ein Mikrofon. Vielleicht ist ein anderes das richtige.',
    'microphone-not-measured':
      'Ihr Mikrofon funktioniert, aber wir konnten nicht messen, wie laut es ist. Klicken Sie auf diese Seite und prüfen Sie noch einmal.',
    'speaker-not-heard':
      'Sie haben den Ton nicht gehört. Stellen Sie lauter, prüfen Sie, ob Ihre Kopfhörer eingesteckt sind, oder wählen Sie einen anderen Lautsprecher.',
    'speaker-failed':
      'Der Ton konnte nicht abgespielt werden. Wählen Sie einen anderen Lautsprecher, oder starten Sie Ihren Browser neu.',
    'server-unreachable':
      'Wir konnten den Server nicht erreichen. Prüfen Sie, ob sich andere Websites öffnen. Wenn ja, sperrt ihn vielleicht Ihr Netz: Versuchen Sie ein anderes Netz, zum Beispiel das Ihres Telefons.',
    'server-websocket-blocked':
      'Der Server antwortet, aber Ihr Netz sperrt die Verbindung, die eine Sitzung braucht. Versuchen Sie ein anderes Netz, oder zeigen Sie den Bericht den Menschen, die das Netz betreuen.',
    'server-token-refused':
      'Der Server hat diesen Link nicht angenommen. Vielleicht ist er abgelaufen. Bitten Sie die Menschen, von denen Sie ihn haben, um einen neuen.',
    'server-too-old':
      'Diese Seite und der Server passen nicht zusammen. Laden Sie die Seite neu. Wenn das nicht hilft, sagen Sie es den Betreibern.',
    'server-off': 'Dieser Server bietet keine Prüfung der Verbindung an.',
    'server-busy':
      'Der Server kann Ihre Verbindung jetzt nicht prüfen. Bitte versuchen Sie es in einigen Minuten noch einmal.',
    'server-interrupted':
      'Die Verbindung zum Server ist während der Prüfung abgebrochen. Bitte prüfen Sie noch einmal.',
    'server-slow':
      'Der Server antwortet langsam. Eine Verbindung per Kabel oder näher an Ihrem Router hilft vielleicht.',
    'path-udp-blocked': 'Ihr Netz sperrt den schnellsten Weg zum Server. Ein anderer Weg funktioniert.',
    'path-relay-only': 'Ton und Bild gehen über eine Zwischenstation. Das funktioniert ebenso gut.',
    'path-relay-blocked': 'Die Zwischenstation ist von hier nicht erreichbar. In diesem Netz brauchen Sie sie nicht.',
    'path-tcp-only':
      'Ihr Netz lässt nur einen langsamen Weg für Ton und Bild zu. Sie können für Momente aussetzen. Ein anderes Netz hilft vielleicht, oder ein VPN auszuschalten.',
    'path-server-unreachable-from-relay':
      'Der Server ist für Ton und Bild nicht erreichbar. Das liegt nicht an Ihrem Netz. Bitte senden Sie den Bericht den Menschen, die die Sitzungen betreiben.',
    'path-none':
      'Ihr Netz lässt weder Ton noch Bild durch. Versuchen Sie ein anderes Netz, zum Beispiel das Ihres Telefons, oder schalten Sie ein VPN aus. Den Menschen, die das Netz betreuen, hilft der Bericht.',
    'line-no-echo':
      'Eine Verbindung kam zustande, aber es kam nichts zurück. Bitte prüfen Sie noch einmal. Wenn es so bleibt, versuchen Sie ein anderes Netz.',
    'line-loss':
      'Ein Teil dessen, was gesendet wird, geht unterwegs verloren. Setzen Sie sich näher an Ihren Router, oder verwenden Sie ein Kabel.',
    'line-loss-heavy':
      'Viel von dem, was gesendet wird, geht unterwegs verloren. Vielleicht versteht man Sie nicht. Verwenden Sie ein Kabel, setzen Sie sich näher an Ihren Router, oder versuchen Sie ein anderes Netz.',
    'line-delay':
      'Der Ton kommt spät an. Es kann sein, dass Sie und die anderen gleichzeitig zu sprechen beginnen. Ein VPN auszuschalten hilft vielleicht.',
    'line-delay-heavy':
      'Der Ton kommt sehr spät an, so dass es schwer ist, miteinander zu sprechen. Schalten Sie ein VPN aus, oder versuchen Sie ein anderes Netz.',
    'line-jitter':
      'Ihre Verbindung ist ungleichmäßig. Setzen Sie sich näher an Ihren Router, verwenden Sie ein Kabel, oder halten Sie Downloads an.',
    'line-bandwidth-low':
      'Ihre Verbindung ist langsam. Sie werden die anderen hören und in kleinen Bildern sehen. Halten Sie Downloads und andere Videos zu Hause an, oder verwenden Sie ein Kabel.',
    'line-bandwidth-very-low':
      'Ihre Verbindung ist sehr langsam: Sie reicht höchstens für den Ton. Halten Sie Downloads und andere Videos an, verwenden Sie ein Kabel, oder versuchen Sie ein anderes Netz.',
    'line-page-hidden':
      'Diese Seite war während der Prüfung nicht im Vordergrund, deshalb konnten wir Ihre Verbindung nicht messen. Lassen Sie sie im Vordergrund und prüfen Sie noch einmal.',
    other: 'Etwas ist aufgefallen. Im Bericht steht mehr.',
  },
  checkIn: {
    title: 'Stimmungsabfrage',
    hint: 'Alle Teilnehmenden bekommen eine Frage. Nur die Leitung sieht die Antworten, und nichts wird gespeichert.',
    question: 'Frage',
    suggestion: 'Wie geht es Ihnen heute?',
    answers: 'Antworten',
    scaleOf: 'Zahlen von {min} bis {max}',
    choices: 'Auswahl',
    minLabel: 'Was {number} bedeutet (freiwillig)',
    maxLabel: 'Was {number} bedeutet (freiwillig)',
    minSuggestion: 'sehr schlecht',
    maxSuggestion: 'sehr gut',
    choicesLabel: 'Eine Antwort in jeder Zeile, {min} bis {max}',
    choicesNeeded: 'Bitte schreiben Sie {min} bis {max} verschiedene Antworten, jede in eine eigene Zeile.',
    start: 'Gruppe fragen',
    answered: '{given} von {all} haben geantwortet',
    countOf: { '{count}': { one: '{count} Antwort', other: '{count} Antworten' } },
    noAnswer: 'keine Antwort',
    unreadable: 'Dieses Gerät kann sie nicht entschlüsseln',
    unreadableQuestion:
      'Dieses Gerät kann die Frage nicht entschlüsseln. Sie können die Abfrage beenden und noch einmal fragen.',
    byPerson: 'Antwort jeder Person',
    distribution: 'Wie oft jede Antwort gegeben wurde',
    end: 'Abfrage beenden',
    endHint: 'Danach sind die Antworten weg.',
    asked: 'Eine Frage der Leitung',
    private: 'Nur die Leitung sieht Ihre Antwort. Sie wird nicht gespeichert.',
    send: 'Senden',
    notNow: 'Jetzt nicht',
    keep: 'Meine Antwort behalten',
    yourAnswer: 'Ihre Antwort auf die Frage: {answer}',
    yourAnswerHidden: 'Sie haben die Frage beantwortet.',
    later: 'Sie können die Frage beantworten, solange sie gestellt ist.',
    whileSharing: 'Sie können die Frage beantworten, wenn Sie Ihren Bildschirm nicht mehr teilen.',
    answer: 'Antworten',
    change: 'Ändern',
    takeBack: 'Zurücknehmen',
    hide: 'Frage ausblenden',
    over: 'Die Abfrage ist vorbei.',
    overHost: 'Die Abfrage ist vorbei. Die Antworten sind weg.',
    announce: 'Eine Frage der Leitung: {question} Sie können oberhalb der Schaltflächen antworten.',
  },
  documentTitle: '({number}) {title}',
  listSeparator: ', ',
  clauseSeparator: '; ',
  time: {
    underMinute: 'weniger als einer Minute',
    minutes: { '{count}': { one: '{count} Minute', other: '{count} Minuten' } },
    hours: { '{count}': { one: '{count} Stunde', other: '{count} Stunden' } },
  },
} as const satisfies Translation<Messages, 'de'>;

export const messages: Checked<typeof table, Messages> = table;
