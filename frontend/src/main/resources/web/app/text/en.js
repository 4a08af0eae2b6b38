export const language = 'en';

/** Every word that people read, by key. `{name}` is filled in; `.one` and `.other` are the plural forms of a key with `{count}`. */
export const texts = {
  'sign-in': 'Sign in', cancel: 'Cancel', close: 'Close', dismiss: 'Dismiss', retry: 'Try again', optional: 'optional', share: 'Share', edit: 'Edit',
  live: 'LIVE', over: 'Over', 'watching.one': '{count} watching', 'watching.other': '{count} watching', 'show-more': 'Show more', 'see-all': 'See all',

  'nav.label': 'Main', 'nav.home': 'Home', 'nav.streams': 'Streams', 'nav.schedule': 'Schedule', 'nav.account': 'Account', 'nav.my-account': '{name}, your account',

  'time.now': 'now', 'time.in': 'in {length}', 'time.ago': '{length} ago', 'time.hours': '{n} h', 'time.minutes': '{n} min', 'time.days': '{n} d',

  'landing.title': 'Live video that grows stronger with every viewer.',
  'landing.lead': 'No media server, no middleman. Sign in with your wallet, pick an hour, go live from the browser. Those who watch pass it on, so a crowd costs you four uploads.',
  'landing.schedule': 'Schedule a stream', 'landing.guest': 'Try with a guest wallet', 'landing.browse': 'See the streams', 'landing.how': 'How it works',
  'landing.announce': '1. Announce', 'landing.announce-text': 'Give it a title, an hour and a cover. Your wallet is your account: no password, no e-mail.',
  'landing.gather': '2. Gather', 'landing.gather-text': 'People subscribe to you and find your show in their list. You choose whether it is for subscribers or for everyone.',
  'landing.live': '3. Go live', 'landing.live-text': 'Camera on, from any browser. Viewers see you in under a second and pass the picture on to each other.',
  'landing.now': 'Live now', 'landing.now-all': 'See all live streams', 'landing.next': 'Next up', 'landing.next-all': 'See all upcoming streams',
  'landing.nothing': 'Nothing is scheduled yet', 'landing.nothing-text': 'The next hour could be yours.',

  'tree.you': 'You', 'tree.crowd': 'Viewers', 'tree.uploads': 'You upload', 'tree.passed': 'Viewers pass on', 'tree.depth': 'Hops to the farthest',
  'tree.picture': 'With {watching} viewers you upload the video {uploads} times; viewers pass it on {passed} times; the farthest is {depth} hops away.',

  'streams.title': 'Streams', 'streams.filter': 'Which streams', 'streams.search': 'Search titles',
  'streams.all': 'All', 'streams.live': 'Live', 'streams.upcoming': 'Upcoming', 'streams.past': 'Past', 'streams.mine': 'Mine',
  'streams.found.one': '{count} stream', 'streams.found.other': '{count} streams', 'streams.found-more.one': '{count} stream, and more', 'streams.found-more.other': '{count} streams, and more',
  'streams.no-match': 'Nothing matches “{q}”', 'streams.no-match-text': 'Search looks in titles. Fewer words find more.', 'streams.clear': 'Show all streams',
  'streams.none-all': 'No streams yet', 'streams.none-all-text': 'Be the first: pick an hour, and people can find you here.',
  'streams.none-live': 'Nobody is live right now', 'streams.none-live-text': 'See what is coming, and subscribe so that you are let in at once.', 'streams.see-upcoming': 'See what is coming',
  'streams.none-upcoming': 'Nothing is scheduled', 'streams.none-upcoming-text': 'The next hour could be yours.',
  'streams.none-past': 'Nothing is over yet', 'streams.none-past-text': 'Shows that have ended are listed here.',
  'streams.none-mine': 'You have no streams yet', 'streams.none-mine-text': 'Schedule one, share its link, and go live at the hour.',
  'streams.mine-signed-out': 'Sign in to see your streams', 'streams.mine-signed-out-text': 'What you schedule is kept under your wallet’s account.',

  'card.started': 'started {when}', 'card.starts': '{when}', 'card.due': 'due {when}', 'card.ended': '{date}', 'card.edit': 'Edit “{title}”',

  'schedule.title': 'Schedule a stream', 'schedule.lead': 'Pick an hour. You can go live from 15 minutes before it.', 'schedule.save': 'Schedule',
  'schedule.sign-in': 'First, sign in', 'schedule.sign-in-text': 'A stream belongs to a wallet’s account. If you have no wallet, a guest’s is made in a second.',
  'schedule.done': 'Scheduled. Share the link, and come back at the hour.',
  'edit.title': 'Edit stream', 'edit.save': 'Save changes', 'edit.done': 'Saved', 'edit.delete': 'Delete stream', 'edit.keep': 'Keep it',
  'edit.delete-sure': 'Delete “{title}”?', 'edit.delete-text': 'It disappears from the schedule for everyone. This cannot be undone.', 'edit.delete-live': 'It is live: the show ends at once for everyone who watches. This cannot be undone.',
  'edit.deleted': 'Deleted', 'edit.not-yours': 'This is not your stream', 'edit.not-yours-text': 'Only who scheduled a stream can change it. Sign in with that account.', 'edit.watch': 'Go to the stream',

  'form.title': 'Title', 'form.description': 'Description', 'form.times': 'When', 'form.start': 'Starts', 'form.end': 'Ends',
  'form.zone': 'Times in {zone}. Everyone sees them in their own zone.', 'form.length': 'Length', 'form.lasts': 'Lasts {length}, until {end}',
  'form.image': 'Cover image', 'form.image-hint': 'An https link to a picture, 16:9 looks best. Without one, a cover is drawn for you.', 'form.audience': 'Who may watch',
  'audience.subscribers': 'Subscribers', 'audience.subscribers-text': 'People who signed in and subscribed to you. Subscribing takes a click.',
  'audience.everyone': 'Everyone', 'audience.everyone-text': 'Anybody with the link, without signing in.',
  'rule.title': 'A stream needs a title.', 'rule.start': 'Say when it starts.', 'rule.past': 'This time has passed. Pick one from now on.', 'rule.far': 'At most a year ahead.',
  'rule.end': 'Say when it ends.', 'rule.order': 'The end comes after the start.', 'rule.long': 'A stream lasts at most 24 hours.', 'rule.end-past': 'The end has passed already.',
  'rule.image': 'The link has to begin with https://.',

  'stream.title': 'Stream', 'stream.missing': 'There is no such stream', 'stream.missing-text': 'It may have been taken off the schedule, or the link is not complete.',
  'stream.started': 'started {time}', 'stream.ends': 'ends about {time}', 'stream.was': 'was {when}', 'stream.from-to': '{start} to {end}',

  'stage.connecting': 'Connecting', 'stage.reconnecting': 'Reconnecting', 'stage.more-from': 'More from {name}',
  'stage.starts': 'Starts {when}', 'stage.starts-text': 'Stay on this page: the picture comes by itself.',
  'stage.any-moment': 'Starts any moment', 'stage.any-moment-text': 'Waiting for {name}. The picture comes by itself.',
  'stage.ended-stopped': 'The show has ended', 'stage.ended-lost': 'The show broke off', 'stage.ended-deleted': 'This stream was taken off the schedule', 'stage.ended-over': 'This stream is over',
  'stage.may-go-on': 'It may go on until {time}. Stay here, and the picture comes back by itself.', 'stage.over-text': 'Subscribe to {name} to be there next time.',
  'stage.never-text': 'Its time has passed. See what {name} does next.', 'stage.deleted-text': 'See what else {name} has planned.',
  'stage.signed-out': 'Sign in to watch', 'stage.signed-out-text': 'This stream is for subscribers of {name}.',
  'stage.not-registered': 'One step: your name', 'stage.not-registered-text': 'To subscribe to {name} you need a profile.',
  'stage.not-subscribed': 'For subscribers of {name}', 'stage.not-subscribed-text': 'Subscribe, and you are in.',
  'stage.elsewhere': 'You watch this in another window', 'stage.elsewhere-text': 'One place at a time keeps the crowd moving.', 'stage.watch-here': 'Watch here', 'stage.refused': 'This did not work',

  'screen.video': 'Live video', 'screen.self': 'Your camera', 'screen.controls': 'Video controls', 'screen.play': 'Play', 'screen.pause': 'Pause', 'screen.mute': 'Mute', 'screen.unmute': 'Unmute',
  'screen.volume': 'Volume', 'screen.full': 'Full screen', 'screen.small': 'Leave full screen', 'screen.sound-on': 'Turn sound on',
  'facts.height': '{n}p', 'facts.fps': '{n} fps', 'facts.bitrate': '{n} Mbit/s', 'facts.rtt': '{n} ms', 'facts.depth.one': 'from the source', 'facts.depth.other': '{count} hops away',
  'facts.children.one': 'passed on to {count}', 'facts.children.other': 'passed on to {count}',

  'host.connecting': 'Getting ready', 'host.reconnecting': 'Reconnecting. Your show goes on for 30 seconds.', 'host.go-live': 'Go live', 'host.end': 'End show', 'host.stay': 'Stay live',
  'host.on-air': 'You are live.', 'host.on-air-text': 'Keep this page open; a reload is fine.', 'host.end-sure': 'End the show?', 'host.leave-sure': 'Leave and end the show?', 'host.end-text': 'It stops for everyone who watches. Until its end time you can go live again.',
  'host.preview': 'Preview', 'host.green-room': 'Your green room', 'host.green-room-text': 'Only you see this. Check your picture before you go on.', 'host.check': 'Check camera and microphone', 'host.try-again': 'Try again', 'host.no-picture': 'No camera yet',
  'host.early': 'You can go live {when}.', 'host.early-text': 'In {left}.', 'host.ready': 'Ready when you are.', 'host.ready-text': 'Announced for {time}. Only you see this until you go live.', 'host.due': 'It is time.', 'host.due-text': 'Announced for {time}. Only you see this until you go live.',
  'host.audio-off': 'Mute the microphone', 'host.audio-on': 'Unmute the microphone', 'host.video-off': 'Turn the camera off', 'host.video-on': 'Turn the camera on', 'host.no-audio': 'No microphone', 'host.no-video': 'No camera', 'host.camera-is-off': 'Your camera is off',
  'host.ended-stopped': 'Your show has ended', 'host.ended-lost': 'Your connection was away too long', 'host.again': 'Go live again', 'host.again-text': 'You can go live again until {time}.', 'host.over': 'This stream is over', 'host.over-text': 'Its time has passed. Announce the next one while people remember.', 'host.schedule-next': 'Schedule the next',
  'host.elsewhere': 'You are live on another device', 'host.elsewhere-text': 'Or with another stream. Take over, and the show goes on from here.', 'host.take-over': 'Take over', 'host.signed-out': 'You are signed out', 'host.signed-out-text': 'Sign in again to go on.',
  'device.refused': 'The browser may not use your camera and microphone. Allow it beside the address, then try again.', 'device.missing': 'No camera or microphone was found. Plug one in, then try again.',
  'device.busy': 'The camera or microphone is in use by another program. Close that, then try again.', 'device.insecure': 'Browsers open the camera only on a secure address (https).',

  subscribe: 'Subscribe', 'subscribe.to': 'Subscribe to {name}', subscribed: 'Subscribed', 'subscribed.to': 'Subscribed to {name}. Unsubscribe', 'subscribed.done': 'Subscribed to {name}', 'unsubscribed.done': 'No longer subscribed to {name}',

  'register.title': 'What shall people call you?', 'register.hint': 'Shown with your streams. You can change it any time.', 'register.why': 'A name makes your profile, and a profile is what subscriptions belong to.', 'register.why-schedule': 'Your name stands beside your streams.',
  'register.save': 'Save name', 'register.name-missing': 'Type a name, your own or an invented one.',

  'account.title': 'Account', 'account.nameless': 'No name yet', 'account.until': 'Signed in until', 'account.see-profile': 'Public profile', 'account.streams': 'Your streams', 'account.streams-all': 'See all your streams',
  'account.signed-out': 'You are not signed in', 'account.signed-out-text': 'Your wallet is your account: no password, no e-mail.',
  'account.leave': 'Sign out', 'account.leave-text': 'Signing out everywhere also ends sessions on other devices, such as one that you lost.', 'account.here': 'Sign out here', 'account.everywhere': 'Sign out everywhere', 'account.everywhere-sure': 'Sign out everywhere?', 'account.everywhere-text': 'Every browser that is signed in with this account has to sign in again.', 'account.left': 'Signed out',

  'profile.title': 'Profile', 'profile.first': 'Save your profile once, and you can schedule and subscribe.', 'profile.name': 'Name', 'profile.surname': 'Surname', 'profile.imgLink': 'Picture', 'profile.image-hint': 'An https link to a square picture. Without one, a picture is made from your account.',
  'profile.timeZone': 'Time zone', 'profile.zone-hint': 'Others see on your profile what o’clock it is for you.', 'profile.no-zone': 'Not shown', 'profile.save': 'Save profile', 'profile.saved': 'Profile saved',
  'profile.missing': 'There is no such profile', 'profile.missing-text': 'This account has not registered here, or the link is not complete.', 'profile.subscribers.one': '{count} subscriber', 'profile.subscribers.other': '{count} subscribers', 'profile.hour': '{time} in {place}',
  'profile.edit': 'Edit profile', 'profile.streams': 'Streams', 'profile.no-streams': '{name} has no streams yet', 'profile.no-streams-text': 'Subscribe to be let in when there is one.',

  'guest.title': 'Guest wallet', 'guest.text': 'This account is a key that only this browser has. Keep a copy to use it elsewhere: without it the account is lost with the browser’s data.', 'guest.export': 'Show the secret key', 'guest.hide': 'Hide', 'guest.secret': 'Secret key', 'guest.secret-hint': 'Whoever has it is you. Keep it as you would a password.',
  'guest.copy': 'Copy', 'guest.copied': 'Secret key copied', 'guest.use-other': 'Use another guest key', 'guest.have-one': 'I have a guest key from another browser', 'guest.import': 'Use this key', 'guest.import-hint': 'From Account, “Show the secret key”, on the other browser. It replaces this browser’s guest.', 'guest.not-a-secret': 'This is no guest key: 0x and 64 digits.', 'guest.gone': 'This browser’s guest is another account by now.',

  'sign-in.title': 'Sign in', 'sign-in.why': 'Your wallet is your account: no password, no e-mail.', 'sign-in.signs': 'You sign one text: “Sign in to {site}”, with your account and until when. It moves no money.', 'sign-in.for': 'Stay signed in for', 'sign-in.hours.one': '{count} hour', 'sign-in.hours.other': '{count} hours',
  'wallet.guest': 'Guest wallet', 'wallet.guest-text': 'Made in this browser, at once. Good for trying.', 'wallet.injected-text': 'Extension in this browser', 'wallet.ethereum-text': 'Ethereum wallet in this browser',
  'wallet.none': 'Wallet extensions, such as Polkadot.js, Talisman or MetaMask, appear here once they are installed.', 'wallet.which': 'Which account of {wallet}?', 'wallet.waiting': 'Waiting for {wallet}. It may have opened a window of its own.', 'wallet.other': 'Choose another wallet',

  'copy.account': 'Copy account {account}', 'copy.account-done': 'Account copied', 'copy.link-done': 'Link copied', 'copy.failed': 'The browser did not allow copying. Here it is: {text}',
  'failed.title': 'This could not be loaded', 'lost.title': 'There is nothing at this address', 'lost.text': 'The link may be old, or not complete.', 'lost.streams': 'See the streams',

  'problem.unavailable': 'The server cannot be reached. Check your connection, then try again.', 'problem.timeout': 'The server did not answer in time. Try again.', 'problem.internal': 'Something went wrong on the server. Try again in a moment.',
  'problem.too-many-requests': 'That was a lot at once. Try again in {seconds} seconds.', 'problem.invalid-token': 'You are signed out. Sign in again.', 'problem.banned': 'This account was banned here. It can read, and nothing else.', 'problem.not-registered': 'Save a profile first.',
  'problem.precondition-failed': 'Somebody changed this meanwhile, perhaps you in another window. Reload the page to see it.', 'problem.stream-not-found': 'There is no such stream any more.', 'problem.profile-not-found': 'There is no such profile.', 'problem.already-live': 'You are live already.',
  'problem.wallet-refused': 'The wallet was not opened or the request was declined. Nothing was signed.', 'problem.wallet-missing': 'This wallet is not there any more. Reload the page.', 'problem.wallet-empty': 'This wallet has no account that can sign in here.', 'problem.unsupported': 'This browser cannot make a guest wallet. Use a wallet extension, or a newer browser.', 'problem.unknown': 'Something went wrong. Try again.',
  'problem.load': 'The page could not be loaded. Reload it.',
};
