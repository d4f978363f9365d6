/** The texts in French. docs/translating.md has the rules and the words for what recurs. */
import type { Messages } from '../english-messages.ts';
import type { Checked, Translation } from '../messages.ts';

const table = {
  lobby: {
    title: 'Avant d’entrer',
    intro:
      'Il n’y a que vous qui voyez et entendez ceci. Personne ne vous voit ni ne vous entend avant que vous soyez dans la séance.',
    introListening: 'Vous verrez et entendrez le groupe. On ne vous verra pas et on ne vous entendra pas.',
    preview: 'Votre caméra',
    cameraIsOff: 'Votre caméra est éteinte',
    cameraStarts: 'La caméra démarre',
    cameraInterrupted: 'Votre appareil a mis la caméra en pause',
    microphoneStarts: 'Le micro démarre',
    allowDevices:
      'Votre navigateur demandera peut-être si cette page peut utiliser votre caméra et votre micro. Veuillez choisir « Autoriser ».',
    camera: 'Caméra',
    microphone: 'Micro',
    speaker: 'Haut-parleur',
    systemDefault: 'Appareil habituel',
    notConnected: 'L’appareil que vous avez choisi (non branché)',
    useCamera: 'Utiliser {label}',
    useOtherCamera: 'Utiliser une autre caméra',
    unnamedDevice: 'Appareil {number}',
    noDevice: 'Rien trouvé',
    level: 'Niveau du micro',
    levelHint: 'Dites quelques mots. La barre bouge quand votre micro vous entend.',
    levelOff: 'Votre micro est éteint',
    join: 'Entrer',
    joining: 'Un instant',
    tryAgain: 'Réessayer',
    blur: 'Flouter mon arrière-plan',
    blurHint: 'Si cela ne fonctionne plus, votre caméra est éteinte et ce qui vous entoure n’est pas montré.',
    blurNotAllowed: 'Cette séance ne le permet pas.',
    showWithoutBlur: 'Montrer sans flou',
  },
  deviceErrors: {
    'permission-denied':
      '{device} : cette page n’a pas l’autorisation. Cliquez sur l’icône à côté de l’adresse web, donnez l’autorisation, puis réessayez.',
    'device-in-use':
      '{device} : un autre programme s’en sert. Fermez les autres programmes de vidéo ou de téléphone, puis réessayez.',
    'device-not-found': '{device} : rien n’a été trouvé. Branchez un appareil et réessayez, ou entrez sans lui.',
    'device-over-constrained':
      '{device} : cet appareil ne permet pas ce qu’il faut. Choisissez-en un autre, ou débranchez-le et rebranchez-le.',
    'device-blocked-by-page':
      '{device} : ce site ne l’autorise pas ici. Vous n’avez rien fait de mal, et vous ne pouvez pas le changer ici. Veuillez le dire aux personnes qui gèrent le site. Vous pouvez participer sans.',
    'chosen-device-missing':
      '{device} : l’appareil que vous avez choisi n’est pas branché. Rien n’est utilisé à sa place tant que vous n’avez pas choisi.',
    'system-muted':
      '{device} : votre appareil ou un autre programme l’a coupé, par exemple pendant un appel ou par un bouton. Les autres n’en reçoivent rien pour l’instant. Cela reprend dès que la coupure est levée ; vous pouvez aussi réessayer.',
    unplugged: '{device} : l’appareil n’est plus branché, il est donc éteint. Branchez-le et réessayez.',
    'permission-revoked':
      '{device} : cette page n’a plus l’autorisation, l’appareil est donc éteint. Cliquez sur l’icône à côté de l’adresse web, donnez l’autorisation, puis réessayez.',
    failed:
      '{device} : cela ne fonctionne plus, l’appareil est donc éteint. Un autre programme s’en sert peut-être. Vous pouvez réessayer.',
    replaced:
      '{device} : l’appareil que vous utilisiez n’est pas disponible, un autre est donc utilisé maintenant. Vous pouvez en choisir un autre.',
    'media-unsupported':
      '{device} : cela n’est pas possible dans ce navigateur. Une version actuelle de Chrome, Edge, Firefox ou Safari le permet, sur une page en https.',
    'encryption-failed':
      '{device} : le chiffrement n’a pas réussi, les autres n’en reçoivent donc rien. Réessayez ; si cela n’aide pas, rechargez la page.',
    'background-unsupported':
      '{device} : ce navigateur ne peut pas flouter l’arrière-plan, l’appareil est donc éteint. Vous pouvez montrer votre image sans flou, ou participer sans image.',
    'background-failed':
      '{device} : l’arrière-plan n’a pas pu être flouté, l’appareil est donc éteint. Ce qui vous entoure n’a pas été montré. Réessayez, ou montrez votre image sans flou.',
    'background-slow':
      '{device} : votre appareil est trop lent pour flouter l’arrière-plan, l’image est donc coupée. Ce qui vous entoure n’a pas été montré. Réessayez, ou montrez votre image sans flou.',
    'background-off':
      '{device} : cette séance ne permet pas un arrière-plan flou, l’appareil est donc éteint. Vous pouvez montrer votre image sans flou, ou participer sans image.',
    other: '{device} : le démarrage n’a pas réussi. Réessayez, ou entrez sans.',
  },
  devices: { microphone: 'Micro', camera: 'Caméra', screen: 'Partage d’écran', 'screen-audio': 'Son partagé' },
  passcode: {
    title: 'Code d’accès',
    intro: 'Cette séance demande un code d’accès. Votre thérapeute vous l’a donné.',
    introHost:
      'Cette séance demande un code d’accès. Il a été fixé quand la séance a été planifiée ; c’est le même que celui des participants.',
    label: 'Code d’accès',
    wrong: 'Ce code d’accès n’était pas le bon. Veuillez le vérifier ; majuscules et minuscules comptent.',
    confirm: 'Continuer',
    cancel: 'Retour',
  },
  waiting: {
    title: 'Salle d’attente',
    calm: 'Vous êtes dans la salle d’attente. Votre thérapeute peut vous faire entrer ; cette page change toute seule, vous n’avez rien à faire.',
    private: 'Personne ne peut vous voir ni vous entendre maintenant.',
    reconnecting:
      'Votre connexion a été perdue. Nous vous reconnectons, et votre place est gardée un moment. Vous n’avez rien à faire.',
    opensAt: 'Ouverture de la séance : {time}.',
    message: 'Message pour vous',
    messageFrom: {
      therapist: 'De votre thérapeute, à toutes les personnes qui attendent',
      cotherapist: 'Du ou de la cothérapeute, à toutes les personnes qui attendent',
    },
    messageToYouFrom: {
      therapist: 'De votre thérapeute, à vous seulement',
      cotherapist: 'Du ou de la cothérapeute, à vous seulement',
    },
    calmObserver:
      'Vous êtes dans la salle d’attente. Votre thérapeute peut vous faire entrer ; cette page change toute seule, vous n’avez rien à faire.',
    because: {
      'put-back': 'On vous a demandé d’attendre ici un moment. Votre thérapeute peut vous faire entrer à nouveau.',
      'host-absent':
        'Il n’y a pas de thérapeute dans la séance pour l’instant, tout le monde attend donc ici. On pourra vous faire entrer quand il y en aura un ou une.',
      'agreement-withdrawn':
        'Vous avez quitté le groupe parce que vous avez retiré votre accord. Votre thérapeute peut vous faire entrer à nouveau.',
      'consent-refused':
        'Tout le groupe doit accepter une personne qui observe, et ce n’est plus le cas maintenant. On ne peut vous faire entrer que si cela change.',
      'e2ee-unsupported':
        'Vous étiez déjà dans la séance, mais le chiffrement ne fonctionne pas dans votre navigateur maintenant. C’est pourquoi vous attendez ici.',
    },
    observer:
      'Vous entrez pour observer, et le groupe le verra. On demandera peut-être d’abord au groupe s’il est d’accord.',
    leave: 'Quitter la salle d’attente',
    yourCamera: 'Votre caméra, visible par vous seulement',
    notRecorded: 'Cette séance n’est pas enregistrée.',
  },
  outage: {
    text: 'Ni le son ni l’image ne passent entre cet appareil et la séance. Souvent, c’est le réseau qui ne le permet pas ; vous n’avez rien fait de mal. Nous continuons d’essayer.',
    tryThis:
      'Vous pouvez essayer un autre réseau, par exemple le partage de connexion de votre téléphone, ou désactiver un VPN si vous en utilisez un. Dans une clinique, une école ou une entreprise, le service informatique peut l’autoriser.',
    waiting: 'Votre place est gardée pendant ce temps.',
    support: 'Pour le service informatique',
    allow: 'Veuillez autoriser les connexions de cet appareil vers :',
    server: 'port {port}, adresse {address}',
    ended: 'Le son et l’image passent à nouveau.',
  },
  agreement: {
    title: 'Ce dont nous convenons',
    intro: 'Veuillez lire ceci avant la séance. Vous continuerez quand vous aurez donné votre accord.',
    withdrawn:
      'Vous avez retiré votre accord et vous êtes dans la salle d’attente. Si vous voulez revenir, veuillez lire ceci et redonner votre accord.',
    changed:
      'L’accord de ce groupe a une nouvelle version. Veuillez la lire ; vous pouvez rester ici pendant ce temps.',
    read: 'Lire',
    region: 'L’accord',
    agree: 'J’ai lu ceci et je suis d’accord',
    accepted: 'Vous avez donné votre accord. Merci.',
    rather:
      'Si vous n’êtes pas d’accord, ou si vous avez une question, vous pouvez partir et parler avec votre thérapeute.',
  },
  talk: {
    title: 'Un court entretien avant la séance',
    where: 'Avant votre entrée',
    private: 'Seule cette personne peut vous voir et vous entendre maintenant, et vous pouvez la voir et l’entendre.',
    other: 'Votre thérapeute',
    lines: 'Messages entre vous deux',
    label: 'Écrire une ligne',
    send: 'Envoyer',
    you: 'Vous',
    them: 'L’autre personne',
  },
  closed: {
    left: { title: 'Vous avez quitté la séance', body: 'Prenez votre temps. Vous pouvez fermer cette page.' },
    removed: {
      title: 'Vous n’êtes plus dans la séance',
      body: 'On vous a fait sortir de la séance. Si vous avez une question, veuillez contacter votre thérapeute.',
    },
    denied: {
      title: 'On ne vous a pas fait entrer',
      body: 'On ne vous a pas fait entrer cette fois. Si vous avez une question, veuillez contacter votre thérapeute.',
    },
    'room-ended': {
      title: 'La séance est terminée',
      body: 'Merci d’avoir été là. Vous pouvez fermer cette page.',
    },
    replaced: {
      title: 'La séance est ouverte ailleurs',
      body: 'La séance a été ouverte ailleurs avec votre lien, sur un autre appareil ou dans une autre fenêtre ; elle s’est donc terminée ici. Si ce n’était pas vous, veuillez le dire à votre thérapeute.',
    },
    'not-available': {
      title: 'On ne peut pas entrer dans la séance maintenant',
      body: 'Veuillez réessayer plus tard, ou contacter votre thérapeute.',
    },
    'token-invalid': {
      title: 'Ce lien ne fonctionne pas',
      body: 'Veuillez ouvrir à nouveau le lien tel que vous l’avez reçu, ou en demander un nouveau.',
    },
    'token-expired': { title: 'Ce lien n’est plus valable', body: 'Veuillez demander un nouveau lien.' },
    'token-revoked': {
      title: 'Il vous faut un nouveau lien',
      body: 'Le lien que vous avez utilisé n’est plus utilisé. Veuillez en demander un nouveau à votre thérapeute.',
    },
    'client-too-old': {
      title: 'Cette page n’est plus à jour',
      body: 'Veuillez recharger la page. Si cela n’aide pas, veuillez le dire aux personnes qui vous ont envoyé le lien ; vous n’avez rien fait de mal.',
    },
    'server-too-old': {
      title: 'On ne peut pas entrer dans la séance en ce moment',
      body: 'Cette page et le service ne vont pas ensemble en ce moment ; vous n’avez rien fait de mal. Veuillez réessayer plus tard, ou le dire aux personnes qui vous ont envoyé le lien.',
    },
    'too-much-media': {
      title: 'La connexion a été fermée',
      body: 'Votre appareil a envoyé plus de son et d’image que la séance ne peut en porter. Vous n’avez rien fait de mal. Veuillez revenir ; si cela se reproduit, redémarrez votre navigateur ou utilisez un autre appareil.',
    },
    'too-many-connections': {
      title: 'On ne peut pas entrer dans la séance en ce moment',
      body: 'Beaucoup de personnes se connectent depuis le même endroit. Veuillez réessayer dans une minute.',
    },
    'storage-unavailable': {
      title: 'On ne peut pas entrer dans la séance en ce moment',
      body: 'Quelque chose ne fonctionne pas de notre côté ; vous n’avez rien fait de mal. Veuillez réessayer dans quelques minutes.',
    },
    'token-provider-failed': {
      title: 'La séance n’a pas pu être ouverte',
      body: 'Cette page n’a pas pu confirmer votre place dans la séance. Vous n’avez rien fait de mal. Veuillez réessayer dans une minute.',
    },
    'origin-not-allowed': {
      title: 'La séance ne peut pas être ouverte depuis cette page',
      body: 'Cette page n’est pas réglée correctement ; vous n’avez rien fait de mal. Veuillez le dire aux personnes qui vous ont envoyé le lien.',
    },
    'invalid-params': {
      title: 'La séance n’a pas pu être ouverte',
      body: 'Cette page n’est pas réglée correctement ; vous n’avez rien fait de mal. Veuillez le dire aux personnes qui vous ont envoyé le lien.',
    },
    'not-hearthroom': {
      title: 'La séance n’a pas pu être jointe',
      body: 'Vous n’avez rien fait de mal. Veuillez réessayer dans quelques minutes, ou depuis un autre réseau : certains réseaux d’écoles, de cliniques et d’entreprises bloquent les séances vidéo. Si cela n’aide pas, dites-le aux personnes qui vous ont envoyé le lien.',
    },
    'encryption-failed': {
      title: 'Cette séance n’est pas chiffrée',
      body: 'Cette page ne participe qu’à des séances chiffrées, elle a donc quitté celle-ci ; vous n’avez rien fait de mal. Ni son, ni image, ni message de votre part n’ont été envoyés. Veuillez le dire aux personnes qui vous ont envoyé le lien.',
    },
    'connection-lost': {
      title: 'La connexion a été perdue',
      body: 'Veuillez vérifier votre connexion à internet et revenir. Votre place est peut-être gardée encore un instant.',
    },
    'server-shutdown': { title: 'Le service redémarre', body: 'Veuillez revenir dans une minute.' },
    'server-draining': { title: 'Le service redémarre', body: 'Veuillez revenir dans une minute.' },
    'passcode-required': {
      title: 'Il faut un code d’accès',
      body: 'Vous pourrez réessayer quand vous aurez le code d’accès de votre thérapeute.',
    },
    'passcode-wrong': {
      title: 'Le code d’accès n’était pas le bon',
      body: 'Veuillez le demander à votre thérapeute et réessayer dans quelques minutes.',
    },
    'media-unsupported': {
      title: 'Ce navigateur ne peut pas être utilisé',
      body: 'Veuillez ouvrir le lien dans une version actuelle de Chrome, Edge, Firefox ou Safari.',
    },
    other: {
      title: 'La séance n’a pas pu continuer',
      body: 'Quelque chose n’a pas fonctionné de notre côté. Veuillez essayer de revenir.',
    },
  },
  closedForHosts: {
    removed: 'Un ou une autre thérapeute, ou le service qui gère la séance, vous a fait sortir.',
    denied:
      'On ne vous a pas fait entrer cette fois. Un ou une autre thérapeute, ou les personnes qui gèrent le service, peuvent dire pourquoi.',
    replaced:
      'La séance a été ouverte ailleurs avec votre lien, sur un autre appareil ou dans une autre fenêtre ; elle s’est donc terminée ici. Si ce n’était pas vous, veuillez le dire aux personnes qui gèrent le service.',
    'not-available': 'Veuillez réessayer plus tard, ou vous adresser aux personnes qui gèrent le service.',
    'token-revoked':
      'Le lien que vous avez utilisé n’est plus utilisé. Veuillez en prendre un nouveau là où vous avez trouvé celui-ci.',
    'origin-not-allowed':
      'Cette page n’est pas réglée correctement. Veuillez le dire aux personnes qui gèrent le service ; le code ci-dessous les aidera.',
    'invalid-params':
      'Cette page n’est pas réglée correctement. Veuillez le dire aux personnes qui gèrent le service ; le code ci-dessous les aidera.',
    'not-hearthroom':
      'Le service ne répond pas. Veuillez réessayer dans quelques minutes, depuis un autre réseau si possible, ou le dire aux personnes qui gèrent le service.',
    'encryption-failed':
      'Cette page ne participe qu’à des séances chiffrées, et le service indique que celle-ci ne l’est pas. Elle l’a donc quittée ; ni son, ni image, ni message de votre part n’ont été envoyés. Veuillez le dire aux personnes qui gèrent le service.',
    'passcode-required':
      'Vous pourrez réessayer quand vous aurez le code d’accès. Il a été fixé quand cette séance a été planifiée.',
    'passcode-wrong':
      'Le code d’accès a été fixé quand cette séance a été planifiée. Veuillez le chercher là, et réessayer dans quelques minutes.',
  },
  closedPage: {
    comeBack: 'Revenir',
    tryAgain: 'Réessayer',
    message: 'Message pour vous',
    onTime: 'Le temps de cette séance est écoulé. Merci d’avoir été là. Vous pouvez fermer cette page.',
    code: 'Code : {code}',
  },
  call: {
    title: 'Séance',
    people: 'Personnes dans la séance',
    you: 'Vous',
    nameOfYou: '{name} (vous)',
    microphoneOff: 'micro éteint',
    cameraOff: 'caméra éteinte',
    reconnecting: 'reconnexion en cours',
    away: 'dans une autre partie de la séance',
    weakConnection: 'connexion faible',
    lostConnection: 'son et image interrompus',
    speaking: 'parle',
    screenOf: 'Écran de {name}',
    until: 'jusqu’à {time}',
    locked: 'Fermée : personne de nouveau ne peut entrer',
    observer: 'observe',
    hand: 'main levée, numéro {number}',
    turn: 'a la parole',
    turnLeft: 'parole, {time}',
    turnPaused: 'parole, en pause',
    stage: {
      pinned: '{name}, en grand pour vous',
      spotlight: '{name}, en grand pour tout le monde',
      speaker: '{name}, parle',
    },
    enlarge: 'Afficher {name} en grand',
    shrink: 'Afficher tout le monde de la même taille',
    pictureOff: 'image éteinte',
    othersSeeYou: 'Les autres vous voient',
    youBeside: '(vous)',
    endsIn: 'fin dans {time}',
    reacts: {
      heart: 'envoie un cœur',
      'thumbs-up': 'approuve',
      clap: 'applaudit',
      hug: 'envoie une accolade',
      tears: 'ressent de l’émotion',
    },
  },
  toolbar: {
    label: 'Vos commandes',
    microphone: 'Micro',
    microphoneShort: 'Micro',
    camera: 'Caméra',
    starting: '{device} : démarrage. Appuyez pour arrêter.',
    startingShort: 'Démarrage',
    interrupted: '{device} : en marche, mais coupé par votre appareil',
    screen: 'Partager l’écran',
    screenLong: 'Partage d’écran',
    screenShort: 'Partager',
    selfView: 'Mon image',
    selfViewLong: 'Afficher ma propre image',
    people: 'Personnes',
    peopleWaiting: {
      '{count}': {
        one: '{count} personne attend',
        many: '{count} de personnes attendent',
        other: '{count} personnes attendent',
      },
    },
    helpOpen: {
      '{count}': {
        one: '{count} personne demande de l’aide',
        many: '{count} de personnes demandent de l’aide',
        other: '{count} personnes demandent de l’aide',
      },
    },
    chat: 'Messages',
    unread: {
      '{count}': {
        one: '{count} nouveau message',
        many: '{count} de nouveaux messages',
        other: '{count} nouveaux messages',
      },
    },
    hand: 'Main',
    handLong: 'Lever la main',
    help: 'Aide',
    helpLong: 'Demander de l’aide à votre thérapeute. Personne d’autre ne le voit.',
    more: 'Plus',
    moreLong: 'Réactions, affichage et réglages',
    reactions: 'Réactions',
    react: {
      heart: 'Envoyer un cœur',
      'thumbs-up': 'Pouce levé',
      clap: 'Applaudir',
      hug: 'Envoyer une accolade',
      tears: 'Montrer votre émotion',
    },
    speakerView: 'Qui parle est en grand',
    audioOnly: 'Son seulement',
    smallWindow: 'Petite fenêtre',
    settings: 'Réglages',
    leave: 'Quitter',
    exit: 'Partir vite',
    exitLong: 'Quitte tout de suite et affiche une autre page. Appuyer trois fois sur Échap fait la même chose.',
  },
  settings: {
    title: 'Réglages',
    close: 'Fermer',
    devices: 'Caméra et son',
    music: 'Mode musique',
    musicHint:
      'Pour les instruments et le chant, avec des écouteurs : votre son est envoyé tel quel, et l’écho n’est pas supprimé.',
    view: 'Ce que vous voyez',
    audioOnly: 'Son seulement',
    audioOnlyHint: 'Les images des autres ne sont pas chargées. Cela aide quand votre connexion est faible.',
    selfView: 'Afficher ma propre image',
    name: 'Nom que le groupe voit',
    rename: 'Changer',
    agreement: 'Ce dont nous convenons',
    agreementHint: 'Vous avez donné votre accord. Si vous le retirez, vous allez dans la salle d’attente.',
    withdrawAgreement: 'Retirer mon accord',
    consents: 'Personnes qui observent',
    consentsHint:
      'Vous pouvez changer votre réponse à tout moment. Les thérapeutes voient seulement combien de personnes acceptent, et non lesquelles.',
    agreed: 'Vous avez accepté.',
    declined: 'Vous avez refusé.',
    withdraw: 'Ne plus accepter',
    withdrawName: 'Ne plus accepter {name}',
    agree: 'Accepter finalement',
    agreeName: 'Accepter finalement {name}',
    exit: 'Appuyer trois fois sur Échap quitte tout de suite et affiche une autre page.',
    recording:
      'Cette séance n’est pas enregistrée ici. Mais personne ne peut empêcher quelqu’un de filmer son propre écran.',
  },
  smallWindow: {
    title: 'Petite fenêtre de la séance',
    asks: 'Dans la séance, quelque chose attend votre réponse.',
    show: 'Afficher',
  },
  chat: {
    title: 'Messages',
    close: 'Fermer les messages',
    notKept: 'Les messages ne sont pas gardés. Les personnes qui arrivent plus tard ne les voient pas.',
    keptUntilEnd: 'Les messages sont gardés jusqu’à la fin de la séance, puis ils disparaissent.',
    empty: 'Rien n’a encore été écrit.',
    log: 'Messages',
    to: 'À',
    everybody: 'Tout le monde',
    everybodyHere: 'Toutes les personnes qui sont ici avec vous',
    hosts: 'Les thérapeutes seulement',
    person: '{name} seulement',
    gone: '{name} : hors de portée',
    goneGroup: 'Les personnes qui étaient avec vous avant',
    label: 'Votre message',
    send: 'Envoyer',
    you: 'Vous',
    left: {
      '{count}': {
        one: 'encore {count} caractère',
        many: 'encore {count} de caractères',
        other: 'encore {count} caractères',
      },
    },
    toHosts: 'aux thérapeutes seulement',
    toPerson: 'à {name} seulement',
    toDeparted: 'à une seule personne, qui n’est pas avec vous maintenant',
    toYou: 'à vous seulement',
    reply: 'Répondre',
    replyName: 'Répondre à {name} seulement',
    readers: {
      group: 'tout le monde',
      here: 'toutes les personnes qui sont ici avec vous',
      hosts: 'les thérapeutes',
    },
    isRead: 'Ce message sera lu par {readers}.',
    isReadOnly: 'Ce message sera lu seulement par {readers}.',
    unreachable: 'Impossible de joindre {name} maintenant.',
    otherPlace: 'Vous êtes avec d’autres personnes qu’avant.',
    chooseForText: 'Votre texte reste ici et n’est pas envoyé. Veuillez choisir à qui il s’adresse.',
    choose: 'Veuillez choisir à qui votre message s’adresse.',
    widen: 'Ce texte était seulement pour {readers}',
    widenBody: 'Si vous changez cela, il sera lu par {readers} quand vous l’enverrez.',
    widenConfirm: 'Changer',
    widenCancel: 'Laisser comme c’était',
    errors: {
      'rate-limited':
        'Vous avez beaucoup envoyé en peu de temps. Veuillez attendre quelques secondes, puis l’envoyer à nouveau.',
      'encryption-failed': 'Votre message n’a pas pu être chiffré, il n’a donc pas été envoyé. Veuillez réessayer.',
      'e2ee-unsupported':
        'Votre navigateur ne peut pas chiffrer, et cette séance doit être chiffrée. Votre message n’a pas été envoyé.',
      'not-found': 'Cette personne n’est plus ici. Votre message n’a pas été envoyé.',
      'not-connected': 'Votre connexion est coupée en ce moment. Votre message n’a pas été envoyé.',
      'connection-lost': 'Votre connexion est coupée en ce moment. Votre message n’a pas été envoyé.',
      'not-allowed': 'Vous ne pouvez pas écrire à cette personne dans cette séance.',
      'too-late':
        'Vous êtes maintenant avec d’autres personnes. Votre message n’a pas été envoyé ; veuillez regarder à qui il s’adresse.',
      other: 'Votre message n’a pas été envoyé. Veuillez réessayer.',
    },
  },
  notices: {
    reconnecting: 'Votre connexion a été perdue. Nous vous reconnectons.',
    held: 'Votre thérapeute s’absente un instant. Veuillez rester ; vous n’avez rien à faire.',
    heldPaused: 'Le son et l’image sont en pause pendant ce temps : personne ne vous voit ni ne vous entend.',
    heldThen: {
      end: 'Si personne ne revient, la séance se termine dans {time}.',
      'return-to-waiting': 'Si personne ne revient, vous irez dans la salle d’attente dans {time}.',
      'hand-over': 'Veuillez patienter ; encore {time}.',
    },
    mutedByHost: 'Votre thérapeute a éteint votre micro. Vous pouvez le rallumer.',
    cameraOffByHost: 'Votre thérapeute a éteint votre caméra. Vous pouvez la rallumer.',
    toHost: {
      mutedByHost: 'Un ou une autre thérapeute a éteint votre micro. Vous pouvez le rallumer.',
      cameraOffByHost: 'Un ou une autre thérapeute a éteint votre caméra. Vous pouvez la rallumer.',
    },
    screenOffByHost: 'Votre écran n’est plus partagé.',
    soundOffByHost:
      'Le son que vous partagez a été coupé. Pour le rétablir, arrêtez le partage, puis partagez à nouveau.',
    microphoneRestored: 'Votre micro fonctionne à nouveau.',
    cameraRestored: 'Votre caméra fonctionne à nouveau.',
    mediaFailed: 'Le son ou l’image ne sont pas passés. Si cela continue, quittez la séance et revenez.',
    serverFull:
      'Beaucoup de personnes sont ici en même temps. Le son et l’image commenceront dès qu’il y aura de la place ; veuillez rester, vous n’avez rien à faire.',
    echo: 'Les autres s’entendent à travers votre micro. Un autre appareil près de vous diffuse-t-il cette séance ? Coupez le son de l’un des deux, ou utilisez des écouteurs.',
    howling:
      'Votre micro et un autre appareil près de vous produisent ensemble un son fort. Coupez l’un des deux, ou utilisez des écouteurs.',
    echoMute: 'Éteindre mon micro',
    turnOnSound: 'Votre navigateur n’a pas encore activé le son.',
    turnOnSoundButton: 'Activer le son',
    stopSharing: 'Arrêter le partage',
    waits: '{name} attend.',
    severalWait: {
      '{count}': {
        one: '{count} personne attend.',
        many: '{count} de personnes attendent.',
        other: '{count} personnes attendent.',
      },
    },
    showWaiting: 'Afficher',
    dismiss: 'Fermer',
    endsIn: {
      '{count}': {
        one: 'La séance se termine dans {count} minute.',
        many: 'La séance se termine dans {count} de minutes.',
        other: 'La séance se termine dans {count} minutes.',
      },
    },
    newEnd: 'Nouvelle fin de la séance : {time}.',
    noEnd: 'La séance n’a plus de fin fixée.',
    fromTherapist: 'De votre thérapeute : {text}',
    toGroups: 'À tous les groupes : {text}',
    consent: '{name} aimerait observer cette séance. Êtes-vous d’accord ?',
    consentBefore: 'Cette personne ne vous voit ni ne vous entend avant votre accord.',
    consentInside: '{name} est ici pour observer. Cette personne peut-elle vous voir et vous entendre ?',
    consentOpen: {
      '{count}': {
        one: '{name} observe. {count} personne ne l’a pas encore accepté ; toutes deux ne se voient ni ne s’entendent.',
        many: '{name} observe. {count} de personnes ne l’ont pas encore accepté ; elles et la personne qui observe ne se voient ni ne s’entendent.',
        other:
          '{name} observe. {count} personnes ne l’ont pas encore accepté ; elles et la personne qui observe ne se voient ni ne s’entendent.',
      },
    },
    consentDeclined:
      'Vous avez refusé, cette personne n’observera donc pas. Vous pouvez changer votre réponse dans les réglages à tout moment.',
    consentYes: 'Je suis d’accord',
    consentNo: 'Je préfère que non',
    consentOwn: 'Personne n’apprend ce que vous répondez ; les thérapeutes voient combien de personnes acceptent.',
    helpSent: 'Vous avez demandé de l’aide. Vos thérapeutes le voient ; personne d’autre.',
    helpTakeBack: 'Annuler la demande',
    helpClosed:
      'Votre appel à l’aide a été vu, et un ou une thérapeute l’a noté comme traité. Si vous avez encore besoin de quelqu’un, ou à nouveau, appelez encore avec « Aide » ; vous pouvez le faire à tout moment.',
    departed: {
      left: '{names} : départ de la séance.',
      'left-quickly': '{names} : départ rapide.',
      'agreement-withdrawn': '{names} : retrait de l’accord sur les règles du groupe, et départ du groupe.',
      'connection-lost': '{names} : connexion perdue, sans retour.',
    },
    departedUnnamed: {
      '{count}': {
        one: '{count} personne est partie. Vous verrez qui c’était quand vous arrêterez le partage.',
        many: '{count} de personnes sont parties. Vous verrez qui c’était quand vous arrêterez le partage.',
        other: '{count} personnes sont parties. Vous verrez qui c’était quand vous arrêterez le partage.',
      },
    },
    departedSeen: 'Vu',
    sideRoom: 'Vous êtes en tête-à-tête avec {name}. Le groupe ne vous voit ni ne vous entend.',
    backToGroup: 'Retour au groupe',
    preview: 'Vous êtes en tête-à-tête avec {name}, avant la séance. Le groupe ne vous voit ni ne vous entend.',
    previewEnd: 'Terminer l’entretien',
    previewAdmit: 'Faire entrer',
    breakout: 'Vous êtes ici : {name}. Seules les personnes qui y sont vous voient et vous entendent.',
    breakoutLeft: 'Encore {time}.',
    closing: 'Les petits groupes se terminent. Vous retournez dans le grand groupe.',
    closingIn: 'Dans {time}.',
    spotlit: 'Tout le monde vous voit en grand.',
    circleClosed:
      'Vous ne voyez que les thérapeutes. Les autres ne vous voient ni ne vous entendent encore ; ils apparaîtront quand votre thérapeute ouvrira le cercle, et on vous le dira avant.',
    circleClosedHost: 'Le cercle est fermé : les participants ne voient et n’entendent que les thérapeutes.',
  },
  host: {
    panel: 'Personnes et salle',
    close: 'Fermer',
    waiting: 'Salle d’attente ({number})',
    waitingEmpty: 'Salle d’attente',
    nobodyWaits: 'Personne n’attend.',
    waitingFor: 'attend depuis {time}',
    dropped: 'Vous pourrez faire entrer cette personne à son retour.',
    secondDevice: 'La personne dans la séance reste jusqu’à ce que vous fassiez entrer celle-ci.',
    secondDeviceMark: 'deuxième appareil',
    otherDevice:
      'Un autre appareil avec le même lien attendait ici auparavant. Veuillez vérifier de qui il s’agit avant de faire entrer cette personne.',
    otherDeviceMark: 'autre appareil',
    droppedMark: 'connexion perdue',
    admit: 'Faire entrer',
    admitName: 'Faire entrer {name}',
    admitAll: 'Faire entrer tout le monde',
    deny: 'Refuser l’entrée',
    denyName: 'Refuser l’entrée à {name}',
    skipped: 'N’ont pas pu entrer : {reasons}.',
    skippedBecause: {
      'agreement-required': {
        '{count}': {
          one: '{count} personne sans accord sur les règles du groupe',
          many: '{count} de personnes sans accord sur les règles du groupe',
          other: '{count} personnes sans accord sur les règles du groupe',
        },
      },
      'consent-required': {
        '{count}': {
          one: '{count} personne qui observe, que tout le groupe n’a pas acceptée',
          many: '{count} de personnes qui observent, que tout le groupe n’a pas acceptées',
          other: '{count} personnes qui observent, que tout le groupe n’a pas acceptées',
        },
      },
      'e2ee-would-end':
        '{names}, sans chiffrement possible. Faites entrer ces personnes une à une ; on vous demandera à chaque fois',
      'e2ee-unsupported': '{names}, sans chiffrement possible, et cette séance doit être chiffrée',
      other: {
        '{count}': {
          one: '{count} personne qui venait de partir ou de revenir',
          many: '{count} de personnes qui venaient de partir ou de revenir',
          other: '{count} personnes qui venaient de partir ou de revenir',
        },
      },
    },
    write: 'Écrire',
    writeName: 'Écrire à {name}',
    messageLabel: 'Message à toutes les personnes qui attendent',
    messageSend: 'Envoyer',
    messageSent: 'Votre message a été envoyé.',
    session: 'Dans la séance ({number})',
    more: 'Actions',
    moreFor: 'Actions pour {name}',
    mute: 'Éteindre le micro',
    muteCamera: 'Éteindre la caméra',
    askToUnmute: 'Demander d’allumer le micro',
    askForCamera: 'Demander d’allumer la caméra',
    stopScreen: 'Arrêter son partage d’écran',
    putBack: 'Vers la salle d’attente',
    remove: 'Faire sortir',
    room: 'Salle',
    lock: 'Fermer la salle',
    lockHint: 'Personne de nouveau ne peut entrer. Les personnes présentes ou en attente restent.',
    sound: 'Son quand quelqu’un attend ou demande de l’aide',
    end: 'Terminer la séance pour tout le monde',
    asked: 'La demande a été faite à {name}.',
    roles: { therapist: 'Thérapeute', cotherapist: 'Cothérapeute', client: '', observer: 'Observation' },
    preview: 'D’abord en tête-à-tête',
    previewName: 'Parler d’abord en tête-à-tête avec {name}',
    previewedBySelf: 'Vous êtes en tête-à-tête avec cette personne.',
    previewedByOther: 'Un ou une autre thérapeute est en tête-à-tête avec cette personne.',
    askedBySelf: 'Vous avez demandé un tête-à-tête avec cette personne.',
    askedByOther: 'Un ou une autre thérapeute a demandé un tête-à-tête avec cette personne.',
    oneTalk: 'Vous pouvez parler en tête-à-tête avec une personne à la fois.',
    notAgreed: 'Cette personne n’a pas encore donné son accord sur les règles du groupe.',
    withdrew: 'Cette personne a retiré son accord sur les règles du groupe.',
    agreed: 'd’accord',
    askConsent: 'Demander au groupe',
    askConsentName: 'Demander au groupe au sujet de {name}',
    consentToAsk: 'Tous les participants doivent accepter une personne qui observe. La question leur apprend son nom.',
    consentMissing: {
      '{count}': {
        one: '{count} personne n’a pas encore répondu.',
        many: '{count} de personnes n’ont pas encore répondu.',
        other: '{count} personnes n’ont pas encore répondu.',
      },
    },
    consentDeclined: {
      '{count}': {
        one: '{count} personne a refusé.',
        many: '{count} de personnes ont refusé.',
        other: '{count} personnes ont refusé.',
      },
    },
    consentFinal: 'On ne leur demandera plus. Ces personnes peuvent changer leur réponse dans leurs réglages.',
    askAgain: 'Redemander',
    askAgainName: 'Redemander au sujet de {name}',
    answer: 'Répondre',
    answerName: 'Répondre à {name}',
    sideRoom: 'Parler en tête-à-tête',
    sideRoomName: 'Parler en tête-à-tête avec {name}',
    helpDone: 'Traité',
    helpDoneName: 'Traité pour {name}',
    hands: 'Mains levées',
    lowerHand: 'Baisser',
    lowerHandName: 'Baisser la main de {name}',
    spotlight: 'Afficher en grand pour tout le monde',
    spotlightOff: 'Ne plus afficher en grand',
    circle: 'Le cercle est fermé',
    circleHint:
      'Les participants ne voient et n’entendent que les thérapeutes. Quand vous ouvrez le cercle, tout le monde apparaît en même temps.',
    openCircle: 'Ouvrir le cercle',
    extend: 'Prolonger',
    extendBy: {
      '{count}': { one: '+ {count} minute', many: '+ {count} de minutes', other: '+ {count} minutes' },
    },
    endsAt: 'Fin : {time}',
    undoToEnd: 'Annuler : fin à {time}',
    undoToNotice: {
      '{count}': {
        one: 'Annuler : fin dans environ {count} minute',
        many: 'Annuler : fin dans environ {count} de minutes',
        other: 'Annuler : fin dans environ {count} minutes',
      },
    },
    undoToNoEnd: 'Annuler : pas de fin fixée',
    tools: 'Travail en groupe',
  },
  mask: {
    somebody: 'Quelqu’un',
    hidden: 'Caché pendant que vous partagez votre écran',
    hiddenMessages: {
      '{count}': {
        one: '{count} message privé est caché pendant que vous partagez votre écran',
        many: '{count} de messages privés sont cachés pendant que vous partagez votre écran',
        other: '{count} messages privés sont cachés pendant que vous partagez votre écran',
      },
    },
    hiddenDraft: 'Votre message privé est caché pendant que vous partagez votre écran',
    keptMessage:
      'Le message que vous aviez commencé est gardé. Quand vous arrêterez le partage et choisirez à nouveau la même action, il sera dans son champ.',
    show: 'Afficher',
    showLong: 'Afficher ce qui est caché',
    hide: 'Cacher à nouveau',
    sharing: {
      none: 'Vous partagez votre écran.',
      masked: 'Vous partagez votre écran. Ce que seuls les thérapeutes peuvent voir est caché pendant ce temps.',
      shown: 'Vous partagez votre écran, et ce que seuls les thérapeutes peuvent voir y est affiché.',
    },
  },
  help: {
    title: {
      '{count}': {
        one: 'Un appel à l’aide',
        many: '{count} d’appels à l’aide',
        other: '{count} appels à l’aide',
      },
    },
    asks: '{name} demande de l’aide',
    since: 'depuis {time}',
    isPrivate: 'seuls les thérapeutes voient ceci',
    takenBy: '{name} s’en occupe.',
    takenByYou: 'Vous vous en occupez. Appuyez sur « Traité » quand c’est réglé ; la personne en est informée.',
    goTo: 'Y aller',
    goToName: 'Y aller : {name}',
  },
  round: {
    title: 'Tour de parole',
    hint: 'Chaque personne a la parole, l’une après l’autre. Passer son tour est toujours possible.',
    order: 'Ordre',
    seats: 'Dans l’ordre d’arrivée',
    chosen: 'Choisi par moi',
    pick: 'Choisissez les personnes dans l’ordre de leur tour.',
    time: 'Temps pour chaque personne',
    noTime: 'Sans limite',
    minutes: {
      '{count}': { one: '{count} minute', many: '{count} de minutes', other: '{count} minutes' },
    },
    muteOthers: 'Couper le micro des autres et leur son partagé à chaque tour',
    start: 'Commencer le tour de parole',
    now: '{name} a la parole',
    nowWith: '{name} a la parole, encore {time}',
    following: 'puis {name}',
    last: 'la dernière personne',
    next: 'Suivant',
    pause: 'Pause',
    resume: 'Continuer',
    stop: 'Arrêter',
    paused: 'en pause',
    yourTurn: 'Vous avez la parole.',
    yourTurnTime: 'Encore {time}.',
    pass: 'Passer mon tour',
    yoursPaused: {
      'by-host': 'Votre tour est en pause. Il continuera quand votre thérapeute le reprendra.',
      held: 'Votre tour est en pause jusqu’au retour d’un ou une thérapeute.',
      'connection-lost':
        'Votre tour est en pause pendant votre reconnexion. Si le groupe continue sans vous, vous pourrez avoir la parole plus tard.',
      apart: 'Votre tour est en pause jusqu’à votre retour dans le groupe.',
    },
    hostPaused: {
      'by-host': '{name} a la parole. C’est en pause.',
      held: '{name} a la parole. C’est en pause jusqu’au retour d’un ou une thérapeute.',
      'connection-lost': '{name} a la parole. C’est en pause pendant sa reconnexion.',
      apart: '{name} a la parole. C’est en pause jusqu’à son retour dans le groupe.',
    },
    othersPaused: {
      'by-host': 'Le tour de parole est en pause. {name} a la parole.',
      'connection-lost': 'Le tour de parole attend un instant : {name} se reconnecte.',
      apart: 'Le tour de parole attend le retour de {name} dans le groupe.',
    },
    passesIn: 'Dans {time}, la parole passe à la personne suivante.',
    youAreNext: 'C’est à vous ensuite, après {name}.',
    missedOwn:
      'Le tour de parole a continué pendant que vous n’aviez pas de connexion. Voulez-vous parler ensuite, ou à la fin ? Sans réponse, ce sera à la fin.',
    takeNext: 'Ensuite',
    takeAtEnd: 'À la fin',
    takeNever: 'Non, merci',
    missed: '{name} n’avait pas de connexion quand son tour est venu. On lui a demandé son souhait.',
    giveTo: 'Donner la parole à {name}',
    give: 'Donner la parole',
    giveLabel: 'Donner la parole à',
    undo: 'Annuler : retour à {name}',
    undoOwn: 'Annuler : retour à vous',
    over: 'Le tour de parole est terminé.',
  },
  breakout: {
    title: 'Petits groupes',
    hint: 'Les participants parlent dans leurs propres groupes. Vous pouvez rendre visite à chacun ; les thérapeutes restent dans le grand groupe.',
    how: 'Groupes',
    pairs: 'Par deux, au hasard',
    threes: 'Par trois, au hasard',
    byHand: 'Choisis par moi',
    groupOf: 'Groupe de {name}',
    mainGroup: 'Grand groupe',
    group: 'Groupe {number}',
    time: 'Temps',
    start: 'Commencer les groupes',
    tooFew: 'Il n’y a pas assez de participants ici.',
    until: 'jusqu’à {time}',
    visit: 'Rendre visite',
    visitName: 'Rendre visite : {name}',
    here: 'Vous êtes ici',
    back: 'Retour au grand groupe',
    empty: 'personne en ce moment',
    message: 'Message à tous les groupes',
    end: 'Rappeler tout le monde',
    endHint: 'Les groupes ont 30 secondes pour terminer.',
    suggest: 'Voir d’abord les groupes',
    again: 'Mélanger à nouveau',
    suggested: 'Personne n’a encore été déplacé. Vous pouvez changer les groupes avant qu’ils commencent.',
    aloneMark: 'en solitaire',
    running: 'Des petits groupes sont en cours.',
    closingIn: 'Tout le monde revient dans {time}.',
    messageShort: 'Message',
    alone: '{name} n’a personne avec soi : {group}.',
  },
  dialogs: {
    cancel: 'Annuler',
    reason: 'Message à cette personne (facultatif)',
    deny: 'Refuser l’entrée à {name} ?',
    denyBody: 'Cette personne verra qu’on ne l’a pas fait entrer, et votre message.',
    denyConfirm: 'Refuser l’entrée',
    ban: 'Ne pas laisser cette personne revenir dans cette séance',
    putBack: 'Envoyer {name} dans la salle d’attente ?',
    putBackBody:
      'Cette personne cesse tout de suite de voir et d’entendre le groupe. Vous pourrez la faire entrer à nouveau.',
    putBackConfirm: 'Vers la salle d’attente',
    remove: 'Faire sortir {name} de la séance ?',
    removeBody: 'Cette personne cesse tout de suite de voir et d’entendre le groupe.',
    removeConfirm: 'Faire sortir',
    end: 'Terminer la séance pour tout le monde ?',
    endBody: 'Tout le monde part, aussi les personnes qui attendent. Cette séance ne pourra pas être rouverte.',
    endMessage: 'Mots de la fin pour le groupe (facultatif)',
    help: 'Demander de l’aide à votre thérapeute ?',
    helpBody: 'Seuls les thérapeutes le voient. Le groupe n’en voit et n’en entend rien.',
    helpNote: 'De quoi s’agit-il ? (facultatif)',
    helpConfirm: 'Demander de l’aide',
    answer: 'Répondre à {name}',
    answerBody: 'Seule cette personne le lit.',
    answerText: 'Votre réponse',
    answerConfirm: 'Envoyer',
    message: 'Écrire à {name}',
    messageBody: 'Seule cette personne le lit. Elle voit qu’un ou une thérapeute l’a écrit, sans nom.',
    messageText: 'Votre message',
    messageConfirm: 'Envoyer',
    openCircle: 'Ouvrir le cercle ?',
    openCircleBody:
      'Tout le monde en est d’abord informé ; quelques secondes plus tard, tout le monde se voit et s’entend. Le cercle ne pourra pas être refermé.',
    openCircleConfirm: 'Ouvrir le cercle',
    askConsent: 'Demander au groupe au sujet de {name} ?',
    askConsentBody: 'Tous les participants verront ce nom, et on leur demandera si cette personne peut observer.',
    askConsentConfirm: 'Demander au groupe',
    askAgain: 'Redemander au sujet de {name} ?',
    askAgainBody:
      'Seules les personnes qui ont refusé sont interrogées encore une fois ; les autres n’en voient rien. Après trois demandes, on ne demande plus à personne. Refuser est toujours possible.',
    askAgainConfirm: 'Redemander',
    withdraw: 'Retirer votre accord ?',
    withdrawBody:
      'Vous quittez tout de suite le groupe et allez dans la salle d’attente. Les thérapeutes voient que vous l’avez retiré. Vous pourrez revenir quand vous aurez redonné votre accord et qu’votre thérapeute vous fera entrer.',
    withdrawConfirm: 'Retirer',
    withdrawCancel: 'Garder mon accord',
    endConfirm: 'Terminer pour tout le monde',
    alone: 'Laisser {name} sans personne : {group} ?',
    severalAlone: {
      '{count}': {
        one: 'Laisser {count} personne seule dans un groupe ?',
        many: 'Laisser {count} de personnes seules dans leurs groupes ?',
        other: 'Laisser {count} personnes seules dans leurs groupes ?',
      },
    },
    aloneIn: '{name} n’aurait personne avec soi : {group}.',
    aloneBody: 'On n’y voit et n’y entend personne, sauf si vous rendez visite.',
    aloneConfirm: 'Commencer quand même',
    aloneCancel: 'Changer les groupes',
    leave: 'Quitter la séance ?',
    leaveBody: 'Vous pouvez revenir ; il faudra peut-être attendre qu’on vous fasse entrer à nouveau.',
    leaveHostBody:
      'S’il n’y a pas d’autre thérapeute ici, la séance est en pause jusqu’à votre retour. Pour la fermer, terminez-la pour tout le monde.',
    leaveConfirm: 'Quitter',
    unmute: 'On vous demande d’allumer votre micro',
    unmuteBody: 'Le groupe vous entendra. C’est vous qui choisissez.',
    unmuteConfirm: 'Allumer',
    stayMuted: 'Laisser éteint',
    showCamera: 'On vous demande d’allumer votre caméra',
    showCameraBody: 'Le groupe vous verra. C’est vous qui choisissez.',
    showCameraConfirm: 'Allumer la caméra',
    stayHidden: 'Laisser éteinte',
  },
  lead: {
    lentToYou:
      'Vous menez maintenant la séance, parce que le ou la thérapeute qui la mène n’est pas là. Vous pouvez la terminer. À son retour, c’est cette personne qui la mènera de nouveau.',
    lentTo: '{name} mène la séance pendant l’absence du ou de la thérapeute qui la mène.',
    back: '{name} est de retour et mène à nouveau la séance.',
    backToYou: 'Vous menez à nouveau la séance.',
    over: 'Vous ne menez plus la séance.',
  },
  hold: {
    between: 'De {from} à {to}, il n’y avait pas de thérapeute ici.',
    at: 'À {time}, il n’y avait pas de thérapeute ici pendant un instant.',
    paused: 'Le son et l’image étaient en pause pour tout le monde : personne ne voyait ni n’entendait personne.',
    continued: 'Les autres ont continué à se voir et à s’entendre.',
    told: 'Ils ont lu que leur thérapeute s’absentait un instant, et on leur a demandé de rester.',
    sentToWait:
      'Puis tout le monde est allé dans la salle d’attente. Vous pouvez faire entrer ces personnes à nouveau.',
  },
  absence: {
    gone: {
      left: '{name} a quitté la séance ({time}). Il n’y a pas de thérapeute ici maintenant.',
      'connection-lost': 'La connexion de {name} a été perdue ({time}). Il n’y a pas de thérapeute ici maintenant.',
      'not-admitted': '{name} n’est plus dans la séance (depuis {time}). Il n’y a pas de thérapeute ici maintenant.',
    },
    somebody: 'votre collègue',
    endsUnlessExtended: 'Fin de la séance pour tout le monde : {end}. Vous pouvez la prolonger.',
    extendableFrom: 'Fin de la séance pour tout le monde : {end}. Vous pourrez la prolonger à partir de : {from}.',
    othersExtend: 'Fin de la séance pour tout le monde : {end}. Une autre personne qui mène peut la prolonger.',
    nobodyExtends:
      'Personne ici ne peut prolonger la séance. Fin pour tout le monde : {end}, aussi pour les participants ; elle ne pourra pas être rouverte.',
    mayAdmit: 'Vous pouvez faire entrer des personnes et les envoyer dans la salle d’attente.',
    mayModerate: 'Vous pouvez faire entrer des personnes, éteindre leur micro, les faire sortir, et fermer la salle.',
    mayEnd: 'Vous pouvez aussi terminer la séance pour tout le monde.',
    mayNotEnd: 'Vous ne pouvez pas la terminer pour tout le monde.',
    fixedEnd: 'Personne ici ne peut la prolonger ; elle se termine pour tout le monde, aussi pour les participants.',
    back: '{name} est de retour.',
    therapistBack: 'Il y a à nouveau un ou une thérapeute ici.',
    extendNoMore: 'Seule cette personne peut prolonger la séance maintenant ; ce que vous avez ajouté reste.',
  },
  announce: {
    waits: '{name} attend pour entrer.',
    joined: '{name} est là.',
    left: '{name} n’est plus là.',
    interrupted: 'Le son et l’image de {name} sont interrompus.',
    hand: '{name} a levé la main.',
    help: '{name} demande de l’aide.',
    helpOver: 'L’appel à l’aide de {name} est clos.',
    turn: '{name} a la parole.',
    message: 'Nouveau message de {name}.',
    line: 'L’autre personne : {text}',
  },
  actionErrors: {
    busy: 'L’une de vous deux est maintenant dans un autre entretien.',
    'agreement-required': 'Cette personne n’a pas encore donné son accord sur les règles du groupe.',
    'consent-required': 'Tous les participants n’ont pas accepté cette personne qui observe.',
    'e2ee-unsupported': 'Son navigateur ne peut pas chiffrer, et cette séance doit être chiffrée.',
    'e2ee-would-end': 'Son navigateur ne peut pas chiffrer. Rien n’a été changé ; veuillez réessayer.',
    'encryption-failed': 'Ceci n’a pas pu être chiffré et n’a donc pas été envoyé. Veuillez réessayer.',
    'limit-exceeded': 'Cette personne a refusé plusieurs fois, et on ne lui demande plus.',
    'rate-limited': 'Vous avez beaucoup envoyé en peu de temps. Veuillez attendre quelques secondes.',
    'stale-entry': 'Cette personne vient de partir ou de revenir. Veuillez regarder à nouveau.',
    'room-full': 'La salle est pleine.',
    'room-not-live': 'Cela n’est possible que pendant la séance.',
    'last-host': 'On ne peut pas faire sortir le ou la dernière thérapeute.',
    'not-allowed': 'Vous ne pouvez pas faire cela dans cette séance.',
    'not-found': 'Cette personne n’est plus ici.',
    'too-late': 'Cela n’est plus possible : quelque chose a changé entre-temps.',
    'invalid-params':
      'Ceci n’a pas été accepté. Un nom a besoin d’au moins une lettre, un chiffre ou un symbole visible.',
    'not-connected': 'Votre connexion est coupée en ce moment. Réessayez dans un instant.',
    'connection-lost': 'Votre connexion est coupée en ce moment. Réessayez dans un instant.',
    'request-timeout': 'Il n’y a pas eu de réponse. Veuillez réessayer.',
    'storage-unavailable':
      'Cela n’est pas possible en ce moment, et rien n’a été changé. Veuillez réessayer dans une minute.',
    other: 'Cela n’a pas fonctionné. Veuillez réessayer.',
  },
  meeting: {
    seconds: '{number} s',
    asks: '{name} aimerait parler avec vous en tête-à-tête.',
    begins: 'Dans {time}, vous vous verrez et vous entendrez.',
    onlyIfYes: 'Cette personne ne vous verra et ne vous entendra que si vous dites oui.',
    apart: 'Dans {time}, vous serez tous les deux à part ; le groupe ne vous verra et ne vous entendra alors pas.',
    apartIfYes:
      'Vous ne serez à part à deux que si vous dites oui ; le groupe ne vous verra et ne vous entendra alors pas.',
    ready: 'C’est bon pour moi',
    yes: 'Oui',
    notNow: 'Pas maintenant',
    somebody: 'Cette personne',
    told: '{name} sait maintenant que vous aimeriez parler en tête-à-tête.',
    toldBegins: 'Cela commence dans {time}.',
    asked: 'On a demandé à {name} si un tête-à-tête avec vous lui convient.',
    takeBack: 'Annuler la demande',
    refusal: {
      'not-now': '{name} préfère ne pas parler en tête-à-tête maintenant. Vous n’êtes pas en tête-à-tête.',
      'no-answer': '{name} n’a pas répondu. Vous n’êtes pas en tête-à-tête.',
    },
    askAgain: 'Redemander',
    close: 'Fermer',
    arriving: 'Vont venir dans votre groupe : {names}.',
    arrivingIn: 'On vous verra et on vous entendra dans {time}.',
    visiting: 'Vous serez ici : {group}. Les personnes qui y sont le savent.',
    visitingIn: 'Vous vous verrez et vous entendrez dans {time}.',
    circle: 'Le cercle s’ouvre.',
    circleIn: {
      '{count}': {
        one: 'Dans {time}, tout le monde se verra et s’entendra.',
        many: 'Dans {time}, les {count} de personnes se verront et s’entendront toutes.',
        other: 'Dans {time}, les {count} personnes se verront et s’entendront toutes.',
      },
    },
  },
  seen: {
    entered: 'Vous êtes dans la séance.',
    byAll: 'Le groupe peut vous voir et vous entendre.',
    byHosts: 'Seuls les thérapeutes peuvent vous voir et vous entendre maintenant.',
    byNobody: 'Le son et l’image sont en pause : personne ne voit ni n’entend personne maintenant.',
    preview: 'Vous êtes en tête-à-tête avec {name}. Vous seuls vous voyez et vous entendez.',
    sideRoom: 'Vous êtes en tête-à-tête avec {name}. Le groupe ne vous voit ni ne vous entend.',
    breakout: 'Vous êtes ici : {group}. Seules les personnes qui y sont vous voient et vous entendent.',
    backInGroup: 'Vous êtes de retour dans le groupe. Il peut à nouveau vous voir et vous entendre.',
    backInCircle: 'Vous êtes de retour dans le groupe. Seuls les thérapeutes peuvent vous voir et vous entendre.',
    backInWaiting: 'L’entretien est terminé. Personne ne peut vous voir ni vous entendre maintenant.',
    paused:
      'Le son et l’image sont en pause tant qu’il n’y a pas de thérapeute ici. Personne ne vous voit ni ne vous entend maintenant.',
    resumed: 'Le son et l’image reprennent. Les personnes qui sont ici vous voient et vous entendent à nouveau.',
    circleOpened: 'Le cercle est ouvert. Vous et les autres vous voyez et vous entendez.',
    circleStaysClosed: 'Le cercle ne s’ouvre pas maintenant. Seuls les thérapeutes peuvent vous voir et vous entendre.',
    meetingOver:
      'Vous ne parlez pas en tête-à-tête avec {name} maintenant. Rien ne change quant aux personnes qui vous voient et vous entendent.',
    meetingOverInWaiting: 'Vous ne parlez pas avec {name} maintenant. Personne ne peut vous voir ni vous entendre.',
    came: 'Maintenant ici avec vous, et peuvent vous voir et vous entendre : {names}.',
    went: 'Ne sont plus ici avec vous : {names}.',
  },
  elsewhere: {
    nobodyYet: 'Personne d’autre n’est encore ici.',
    nobodyNow: 'Personne d’autre n’est ici maintenant.',
    noTherapist: 'Il n’y a pas de thérapeute ici maintenant.',
    pairAway: '{one} est avec {host}. Pendant ce temps, vous ne vous voyez ni ne vous entendez.',
    oneAway: '{name} est dans une autre partie de la séance pour un moment.',
    severalAway: 'Dans d’autres parties de la séance pour un moment : {names}.',
    inGroups: 'Les autres sont dans des petits groupes.',
    aloneInGroup: 'Personne d’autre n’est ici maintenant : {group}.',
    paused: 'Le son et l’image sont en pause tant qu’il n’y a pas de thérapeute ici.',
    inGroup: 'ici : {group}',
    withPerson: 'avec {name}',
    pausedShort: 'son et image en pause',
  },
  encryption: {
    on: 'Chiffrée',
    off: 'Non chiffrée',
    check: 'À vérifier',
    mark: '{state} : au sujet du chiffrement',
    close: 'Fermer',
    more: 'Ce que cela veut dire',
    meaning: {
      on: 'Seules les personnes de cette séance peuvent se voir, s’entendre et se lire. Le service qui les relie transmet tout et ne peut rien ouvrir.',
      off: 'Le son, les images et les messages sont protégés en chemin vers le service qui vous relie. Le service lui-même pourrait les voir, les entendre et les lire.',
    },
    meaningOfTwo: {
      on: 'Vous deux seulement pouvez vous voir, vous entendre et vous lire ici. Le service qui vous relie transmet tout et ne peut rien ouvrir.',
      off: 'Le son, les images et les messages sont protégés en chemin vers le service qui vous relie tous deux. Le service lui-même pourrait les voir, les entendre et les lire.',
    },
    because: {
      '{count}': {
        one: 'Non chiffrée : le navigateur de {names} ne peut pas chiffrer. Quand {names} partira, le chiffrement reviendra.',
        many: 'Non chiffrée : les navigateurs de ces personnes ne peuvent pas chiffrer : {names}. Quand elles partiront, le chiffrement reviendra.',
        other:
          'Non chiffrée : les navigateurs de ces personnes ne peuvent pas chiffrer : {names}. Quand elles partiront, le chiffrement reviendra.',
      },
    },
    becauseOwn:
      'Non chiffrée : votre navigateur ne peut pas chiffrer. Vous n’avez rien fait de mal. Une version actuelle de Chrome, Edge, Firefox ou Safari le peut.',
    becauseOwnToo:
      'Non chiffrée : votre navigateur ne peut pas chiffrer, ni ceux de ces personnes : {names}. Vous n’avez rien fait de mal. Une version actuelle de Chrome, Edge, Firefox ou Safari le peut.',
    notStarted:
      'Non chiffrée : le chiffrement n’a pas pu démarrer sur cette page. Vous n’avez rien fait de mal. Recharger la page aide souvent.',
    notStartedToo:
      'Non chiffrée : le chiffrement n’a pas pu démarrer sur cette page, et les navigateurs de ces personnes ne peuvent pas chiffrer : {names}. Vous n’avez rien fait de mal.',
    becauseUnknown: 'Non chiffrée maintenant : le navigateur d’une personne de la séance ne peut pas chiffrer.',
    becauseOther: 'Non chiffré ici : le navigateur de {name} ne peut pas chiffrer.',
    somebody: 'une autre personne',
    back: 'La séance est à nouveau chiffrée.',
    backHere: 'C’est chiffré ici.',
    code: {
      title: 'Comparer les nombres',
      how: 'Lisez ces nombres à voix haute. Tout le monde doit voir les mêmes. Si quelqu’un en voit d’autres, la connexion est peut-être interceptée : terminez la séance.',
      changes: 'Ils changent quand quelqu’un arrive, part ou recharge la page. Comparez-les alors à nouveau.',
      changed: 'Les nombres ont changé. Veuillez les comparer à nouveau.',
      label: 'Les nombres, en six groupes',
      computing: 'Les nombres sont en cours de calcul.',
      nobody: 'Il n’y a personne ici avec qui comparer des nombres. Ils apparaîtront quand quelqu’un d’autre sera ici.',
      missing: 'Il n’y a pas de nombres à comparer en ce moment.',
      talk: 'Les nombres sont pour tout le groupe. Ils apparaîtront quand vous serez avec le groupe.',
      circle:
        'Le cercle est fermé, tout le monde n’a donc pas les mêmes nombres. Ils apparaîtront quand il sera ouvert.',
    },
    problems: {
      'key-missing':
        'Vous ne pouvez ni voir ni entendre {name}, parce que la clé de chiffrement de {name} n’est pas arrivée. Demandez à {name} de recharger la page ; si cela n’aide pas, rechargez la vôtre.',
      'identity-invalid':
        'Le chiffrement de {name} n’a pas pu être vérifié, vous ne pouvez donc ni vous voir ni vous entendre. Demandez à {name} de recharger la page. Si cela continue, terminez la séance et dites-le aux personnes qui gèrent le service.',
      'people-differ':
        '{name} semble voir d’autres personnes que vous dans cette séance. Demandez qui est là, et comparez les nombres. S’ils sont différents, la connexion est peut-être interceptée : terminez la séance.',
    },
    problemsForOthers: {
      'key-missing':
        'Vous ne pouvez ni voir ni entendre {name}, parce que la clé de chiffrement de {name} n’est pas arrivée. Vous n’avez rien fait de mal. Recharger la page aide souvent ; il faudra peut-être attendre qu’on vous fasse entrer à nouveau.',
      'identity-invalid':
        'Le chiffrement de {name} n’a pas pu être vérifié, vous ne pouvez donc ni vous voir ni vous entendre. Vous n’avez rien fait de mal. Veuillez le dire à votre thérapeute.',
      'people-differ':
        '{name} semble voir d’autres personnes que vous dans cette séance. Vous n’avez rien fait de mal. Veuillez le dire à votre thérapeute, et comparez ensemble les nombres.',
    },
    failed: 'Le chiffrement n’a pas pu démarrer sur cette page. Veuillez recharger la page.',
    interruptions: {
      restarting:
        'Le chiffrement s’est arrêté sur cette page et redémarre. D’ici là, personne ne peut vous voir ni vous entendre, et vous ne pouvez ni voir ni entendre les autres.',
      ended:
        'Le chiffrement ne fonctionne plus sur cette page : personne ne peut donc vous voir ni vous entendre, et vous ne pouvez ni voir ni entendre les autres. Veuillez recharger la page.',
      refused:
        'La séance n’est pas chiffrée en ce moment, et cette page n’envoie et n’affiche que ce qui est chiffré. Vous ne pouvez donc ni voir ni entendre les autres, et certains d’entre eux ne peuvent ni vous voir ni vous entendre.',
    },
    worksAgain: 'Le chiffrement fonctionne à nouveau.',
    securing: 'connexion sécurisée en cours…',
    waiting: {
      required: 'Cette séance est chiffrée : seules les personnes qui y sont peuvent se voir, s’entendre et se lire.',
      preferred: 'Cette séance est chiffrée quand les navigateurs de toutes les personnes présentes le permettent.',
      talkOn: 'Cet entretien est chiffré : vous deux seulement pouvez vous voir, vous entendre et vous lire.',
      talkOff: 'Cet entretien n’est pas chiffré, parce que l’un des deux navigateurs ne le peut pas.',
      cannotEnter:
        'Cette séance est chiffrée, et ce navigateur ne le peut pas. On ne peut pas vous faire entrer avec lui. Veuillez ouvrir votre lien dans une version actuelle de Chrome, Edge, Firefox ou Safari.',
      isAsked:
        'Cette séance est chiffrée, et ce navigateur ne le peut pas. On demande à un ou une thérapeute avant de vous faire entrer. Ouvrir votre lien dans une version actuelle de Chrome, Edge, Firefox ou Safari aide.',
      notStarted:
        'Cette séance est chiffrée, et le chiffrement n’a pas pu démarrer sur cette page ; on ne peut donc pas encore vous faire entrer. Vous n’avez rien fait de mal. Veuillez recharger la page. Si cela n’aide pas, essayez un autre réseau ou un autre navigateur.',
      notStartedIsAsked:
        'Cette séance est chiffrée, et le chiffrement n’a pas pu démarrer sur cette page. On demande à un ou une thérapeute avant de vous faire entrer. Recharger la page aide souvent.',
    },
    host: {
      mark: 'ne peut pas chiffrer',
      required:
        'Cette séance doit être chiffrée, cette personne ne peut donc pas entrer avec ce navigateur. Sa page lui dit lesquels conviennent : une version actuelle de Chrome, Edge, Firefox ou Safari.',
      wouldEnd: 'On vous demandera avant de la faire entrer.',
    },
    question: 'Faire entrer {name} sans chiffrement ?',
    questionBody:
      'Le navigateur de {name} ne peut pas chiffrer. Si vous faites entrer {name}, la séance n’est chiffrée pour personne tant que {name} est là.',
    questionConfirm: 'Faire entrer quand même',
    questionCancel: 'Pas maintenant',
    chat: {
      on: 'Les messages sont chiffrés : seules les personnes à qui ils s’adressent peuvent les lire.',
      off: 'Les messages à tout le monde ne sont pas chiffrés maintenant.',
      unreadable: 'Ce message ne peut pas être lu sur cet appareil.',
      unreadableNote: 'Cette personne a écrit de quoi il s’agit, mais cela ne peut pas être lu sur cet appareil.',
      lineOff: 'non chiffré',
    },
  },
  line: {
    own: {
      full: 'Votre connexion n’est pas stable. Le son et les images peuvent s’arrêter un instant.',
      smaller: 'Votre connexion est lente. Les images sont plus petites pour que le son reste clair.',
      some: 'Votre connexion est lente. Certaines images sont en pause pour que le son reste clair. Elles reviendront toutes seules.',
      none: 'Votre connexion est trop lente pour les images. Vous entendez tout le monde. Les images reviendront toutes seules.',
    },
    ownSending: 'Votre connexion est lente. Les autres vous voient et vous entendent peut-être mal.',
    alsoSending: 'Les autres vous voient et vous entendent peut-être mal.',
    server:
      'Le serveur est très occupé. Le son et les images peuvent s’arrêter un instant. Cela ne vient pas de votre connexion.',
    theirs: 'La connexion de {name} est lente.',
    over: 'Le son et les images passent bien à nouveau.',
    pausedPicture: 'image en pause',
    pausedBecause: {
      'own-line': 'votre connexion est lente',
      server: 'le serveur est très occupé',
    },
  },
  preflight: {
    open: 'Vérifier la caméra, le micro et la connexion',
    title: 'Vérification avant la séance',
    close: 'Fermer la vérification',
    intro:
      'Cela prend environ une demi-minute. Personne ne vous voit ni ne vous entend, et personne n’en est informé. Votre navigateur demandera peut-être l’accès à la caméra et au micro. Veuillez choisir « Autoriser ».',
    introReported:
      'Cela prend environ une demi-minute. Personne ne vous voit ni ne vous entend. Les thérapeutes de votre groupe verront que vous avez fait cette vérification et quel jour, mais pas son résultat. Votre navigateur demandera peut-être l’accès à la caméra et au micro. Veuillez choisir « Autoriser ».',
    start: 'Commencer la vérification',
    again: 'Vérifier à nouveau',
    stop: 'Arrêter',
    running: 'Vérification en cours : {part}',
    speak: 'Veuillez dire quelques mots maintenant, pour que nous puissions entendre votre micro.',
    soundQuestion: 'Entendez-vous le son ?',
    soundHint: 'Appuyez sur « Écouter le son », puis dites si vous l’avez entendu.',
    play: 'Écouter le son',
    playing: 'Le son est en cours',
    heard: 'Je l’ai entendu',
    notHeard: 'Je ne l’ai pas entendu',
    failed: 'La vérification n’a pas pu être faite. Veuillez recharger la page.',
    stateWaiting: 'pas encore vérifié',
    stateRunning: 'vérification en cours',
    received: 'Reçu : {number} kbit/s',
    sent: 'Envoyé : {number} kbit/s',
    roundTrip: 'Aller et retour : {number} ms',
    report: 'Rapport pour le service informatique',
    reportHint: 'Il contient des constats et des chiffres. Il ne contient ni noms, ni noms d’appareils, ni adresses.',
    copy: 'Copier le rapport',
    copied: 'Le rapport est copié.',
  },
  preflightParts: {
    browser: 'Navigateur',
    camera: 'Caméra',
    microphone: 'Micro',
    speaker: 'Haut-parleur',
    server: 'Connexion au serveur',
    paths: 'Chemin pour le son et l’image',
    line: 'Qualité de la connexion',
  },
  preflightVerdicts: {
    good: 'Bon',
    poor: 'Pourrait être mieux',
    bad: 'Demande votre attention',
    none: 'Non vérifié',
  },
  preflightSummaries: {
    good: 'Tout va bien pour votre séance.',
    poor: 'Vous pouvez participer. Quelque chose pourrait être mieux.',
    bad: 'Quelque chose demande votre attention avant la séance.',
  },
  preflightFindings: {
    'browser-insecure-page':
      'Cette page n’a pas de connexion sécurisée, les navigateurs n’y autorisent donc ni caméra ni micro. Ouvrez l’adresse avec https, ou dites-le aux personnes qui vous ont envoyé le lien.',
    'browser-no-webrtc':
      'Ce navigateur ne permet pas les séances vidéo. Veuillez utiliser une version actuelle de Chrome, Edge, Firefox ou Safari.',
    'browser-no-encryption':
      'Ce navigateur ne permet pas le chiffrement de bout en bout. Si votre groupe le demande, utilisez une version actuelle de Chrome, Edge, Firefox ou Safari.',
    'browser-no-screen-sharing':
      'Ce navigateur ne peut pas montrer votre écran aux autres. Vous n’en avez pas besoin pour participer.',
    'browser-no-speaker-choice':
      'Dans ce navigateur, vous choisissez le haut-parleur dans les réglages de votre appareil, et non dans la séance.',
    'camera-not-allowed':
      'Cette page n’a pas accès à votre caméra. Cliquez sur l’icône à côté de l’adresse web, autorisez la caméra, puis vérifiez à nouveau.',
    'camera-blocked-by-page':
      'Ce site n’autorise pas de caméra ici. Vous n’avez rien fait de mal. Veuillez le dire aux personnes qui gèrent le site.',
    'camera-in-use':
      'Un autre programme utilise votre caméra. Fermez les autres programmes de vidéo ou de téléphone, puis vérifiez à nouveau.',
    'camera-not-found':
      'Aucune caméra n’a été trouvée. Branchez-en une, puis vérifiez à nouveau. Vous pouvez participer sans caméra.',
    'camera-failed': 'Votre caméra n’a pas pu démarrer. Débranchez-la et rebranchez-la, ou redémarrez votre appareil.',
    'camera-no-pictures':
      'Votre caméra est allumée mais n’envoie pas d’image. Débranchez-la et rebranchez-la, ou redémarrez votre appareil.',
    'camera-black':
      'L’image de votre caméra est noire. Regardez si quelque chose couvre l’objectif, et allumez une lumière.',
    'camera-frozen':
      'L’image de votre caméra ne bouge pas. Débranchez la caméra et rebranchez-la, ou choisissez-en une autre.',
    'camera-page-hidden':
      'Cette page n’était pas au premier plan pendant la vérification, nous n’avons donc pas pu voir si votre caméra fonctionne. Laissez-la au premier plan, puis vérifiez à nouveau.',
    'microphone-not-allowed':
      'Cette page n’a pas accès à votre micro. Cliquez sur l’icône à côté de l’adresse web, autorisez le micro, puis vérifiez à nouveau.',
    'microphone-blocked-by-page':
      'Ce site n’autorise pas de micro ici. Vous n’avez rien fait de mal. Veuillez le dire aux personnes qui gèrent le site.',
    'microphone-in-use':
      'Un autre programme utilise votre micro. Fermez les autres programmes de vidéo ou de téléphone, puis vérifiez à nouveau.',
    'microphone-not-found': 'Aucun micro n’a été trouvé. Branchez un micro ou un casque, puis vérifiez à nouveau.',
    'microphone-failed':
      'Votre micro n’a pas pu démarrer. Débranchez-le et rebranchez-le, ou redémarrez votre appareil.',
    'microphone-muted':
      'Votre appareil a coupé le micro. Cherchez un bouton sur le casque ou une touche sur le clavier.',
    'microphone-silent':
      'Nous n’avons rien entendu de votre micro. Veuillez parler pendant la vérification. Si vous avez parlé, cherchez un bouton qui le coupe.',
    'microphone-quiet':
      'Nous vous avons entendu faiblement. Parlez plus près du micro, ou augmentez son volume dans les réglages de votre appareil.',
    'microphone-others-available': 'Vous avez plus d’un micro. Un autre est peut-être le bon.',
    'microphone-not-measured':
      'Votre micro fonctionne, mais nous n’avons pas pu mesurer son volume. Cliquez sur cette page, puis vérifiez à nouveau.',
    'speaker-not-heard':
      'Vous n’avez pas entendu le son. Augmentez le volume, vérifiez que vos écouteurs sont branchés, ou choisissez un autre haut-parleur.',
    'speaker-failed':
      'Le son n’a pas pu être diffusé. Choisissez un autre haut-parleur, ou redémarrez votre navigateur.',
    'server-unreachable':
      'Nous n’avons pas pu joindre le serveur. Vérifiez si d’autres sites s’ouvrent. Si oui, votre réseau le bloque peut-être : essayez un autre réseau, par exemple celui de votre téléphone.',
    'server-websocket-blocked':
      'Le serveur répond, mais votre réseau bloque la connexion dont une séance a besoin. Essayez un autre réseau, ou montrez le rapport aux personnes qui gèrent le réseau.',
    'server-token-refused':
      'Le serveur n’a pas accepté ce lien. Il n’est peut-être plus valable. Demandez-en un nouveau aux personnes qui l’ont envoyé.',
    'server-too-old':
      'Cette page et le serveur ne vont pas ensemble. Rechargez la page. Si cela n’aide pas, dites-le aux personnes qui la gèrent.',
    'server-off': 'Ce serveur ne propose pas de vérification de la connexion.',
    'server-busy':
      'Le serveur ne peut pas vérifier votre connexion maintenant. Veuillez réessayer dans quelques minutes.',
    'server-interrupted': 'La connexion au serveur a été perdue pendant la vérification. Veuillez vérifier à nouveau.',
    'server-slow': 'Le serveur répond lentement. Une connexion par câble, ou plus près de votre box, peut aider.',
    'path-udp-blocked': 'Votre réseau bloque le chemin le plus rapide vers le serveur. Un autre chemin fonctionne.',
    'path-relay-only': 'Le son et l’image passent par un relais. Cela fonctionne aussi bien.',
    'path-relay-blocked': 'Le relais ne peut pas être joint d’ici. Vous n’en avez pas besoin dans ce réseau.',
    'path-tcp-only':
      'Votre réseau ne permet qu’un chemin lent pour le son et l’image. Ils peuvent s’arrêter par moments. Un autre réseau, ou la désactivation d’un VPN, peut aider.',
    'path-server-unreachable-from-relay':
      'Le serveur ne peut pas être joint pour le son et l’image. Cela ne vient pas de votre réseau. Veuillez envoyer le rapport aux personnes qui gèrent les séances.',
    'path-none':
      'Votre réseau ne laisse passer ni son ni image. Essayez un autre réseau, par exemple celui de votre téléphone, ou désactivez un VPN. Les personnes qui gèrent le réseau peuvent se servir du rapport.',
    'line-no-echo':
      'Une connexion a été établie, mais rien n’est revenu. Veuillez vérifier à nouveau. Si cela continue, essayez un autre réseau.',
    'line-loss':
      'Une partie de ce qui est envoyé se perd en chemin. Rapprochez-vous de votre box, ou utilisez un câble.',
    'line-loss-heavy':
      'Une grande partie de ce qui est envoyé se perd en chemin. On ne vous comprendra peut-être pas. Utilisez un câble, rapprochez-vous de votre box, ou essayez un autre réseau.',
    'line-delay':
      'Le son arrive tard. Vous et les autres pouvez commencer à parler en même temps. Désactiver un VPN peut aider.',
    'line-delay-heavy':
      'Le son arrive très tard, si bien qu’il est difficile de se parler. Désactivez un VPN, ou essayez un autre réseau.',
    'line-jitter':
      'Votre connexion est irrégulière. Rapprochez-vous de votre box, utilisez un câble, ou arrêtez les téléchargements.',
    'line-bandwidth-low':
      'Votre connexion est lente. Vous entendrez les autres et les verrez en petit. Arrêtez les téléchargements et les autres vidéos chez vous, ou utilisez un câble.',
    'line-bandwidth-very-low':
      'Votre connexion est très lente : elle suffit tout au plus pour le son. Arrêtez les téléchargements et les autres vidéos, utilisez un câble, ou essayez un autre réseau.',
    'line-page-hidden':
      'Cette page n’était pas au premier plan pendant la vérification, nous n’avons donc pas pu mesurer votre connexion. Laissez-la au premier plan, puis vérifiez à nouveau.',
    other: 'Quelque chose a été constaté. Le rapport en dit plus.',
  },
  checkIn: {
    title: 'Tour de ressenti',
    hint: 'Chaque participant reçoit une question. Seuls les thérapeutes voient les réponses, et rien n’est conservé.',
    question: 'Question',
    suggestion: 'Comment allez-vous aujourd’hui ?',
    answers: 'Réponses',
    scaleOf: 'Nombres de {min} à {max}',
    choices: 'Choix',
    minLabel: 'Ce que {number} veut dire (facultatif)',
    maxLabel: 'Ce que {number} veut dire (facultatif)',
    minSuggestion: 'très mal',
    maxSuggestion: 'très bien',
    choicesLabel: 'Un choix par ligne, de {min} à {max}',
    choicesNeeded: 'Veuillez écrire de {min} à {max} choix différents, chacun sur sa ligne.',
    start: 'Interroger le groupe',
    answered: 'Réponses reçues : {given} sur {all}',
    countOf: { '{count}': { one: '{count} réponse', many: '{count} de réponses', other: '{count} réponses' } },
    noAnswer: 'pas de réponse',
    unreadable: 'Cet appareil ne peut pas la déchiffrer',
    unreadableQuestion:
      'Cet appareil ne peut pas déchiffrer la question. Vous pouvez mettre fin au tour de ressenti et poser la question à nouveau.',
    byPerson: 'Réponse de chaque personne',
    distribution: 'Nombre de fois que chaque réponse a été donnée',
    end: 'Terminer le tour de ressenti',
    endHint: 'Les réponses disparaissent alors.',
    asked: 'Une question de vos thérapeutes',
    private: 'Seuls vos thérapeutes voient votre réponse. Elle n’est pas conservée.',
    send: 'Envoyer',
    notNow: 'Pas maintenant',
    keep: 'Garder ma réponse',
    yourAnswer: 'Votre réponse à la question : {answer}',
    yourAnswerHidden: 'Vous avez répondu à la question.',
    later: 'Vous pouvez répondre à la question tant qu’elle est posée.',
    whileSharing: 'Vous pourrez répondre à la question quand vous aurez cessé de partager votre écran.',
    answer: 'Répondre',
    change: 'Modifier',
    takeBack: 'Retirer ma réponse',
    hide: 'Masquer la question',
    over: 'Le tour de ressenti est terminé.',
    overHost: 'Le tour de ressenti est terminé. Les réponses ont disparu.',
    announce: 'Une question de vos thérapeutes : {question} Vous pouvez répondre au-dessus des boutons.',
  },
  documentTitle: '({number}) {title}',
  listSeparator: ', ',
  clauseSeparator: ' ; ',
  time: {
    underMinute: 'moins d’une minute',
    minutes: {
      '{count}': { one: '{count} minute', many: '{count} de minutes', other: '{count} minutes' },
    },
    hours: { '{count}': { one: '{count} heure', many: '{count} d’heures', other: '{count} heures' } },
  },
} as const satisfies Translation<Messages, 'fr'>;

export const messages: Checked<typeof table, Messages> = table;
