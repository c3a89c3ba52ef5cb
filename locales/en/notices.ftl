# Letters that leave this house.

mail-greeting = Dear { $name },
mail-closing = This letter was sent automatically by Klustera. Replies are not read.

# Notices: what people are told, and the words for it.

notice-kind-invoice = New invoice
notice-kind-reminder = Dues reminder
notice-kind-claim = Request to join
notice-channel-app = In the notice centre
notice-channel-email = By email
notice-channel-whatsapp = By WhatsApp
notice-invoice-title = Invoice { $month } { $unit }: { $amount }
notice-invoice-text = Due on { $due }. Number { $number }. Ignore this if you have paid.
notice-invoice-go = See and pay
notice-before-title = Dues of { $unit } are due in { $days ->
    [one] 1 day
   *[other] { $days } days
}
notice-today-title = Dues of { $unit } are due today
notice-before-text = Still open: { $amount }, due on { $due }. Ignore this if you have paid.
notice-late-title = Dues of { $unit } are { $days ->
    [one] 1 day
   *[other] { $days } days
} late
notice-late-text = Still open: { $amount }, due since { $due }. In difficulty? Talk to the management of { $place }. Ignore this if you have paid.
notice-claim-title = { $name } wants to join
notice-claim-text = { $name } says they live at { $unit }. Check it, then accept or refuse.
notice-claim-go = Check the request
notice-kind-payment = Payments and receipts
notice-payment-title = { $step ->
    [asked] A question about your payment of { $amount }: { $unit }
    [rejected] Payment of { $amount } rejected: { $unit }
    [reversed] Payment of { $amount } taken back: { $unit }
   *[other] Payment of { $amount } received: { $unit }
}
notice-payment-text = { $step ->
    [asked] The treasurer asks: { $excerpt }
    [rejected] The money is not in the books yet. Reason: { $excerpt }
    [reversed] Receipt { $subject } is no longer valid. Reason: { $excerpt }
   *[other] Thank you, { $name }. Receipt { $subject } is issued.
}
notice-payment-go = See the payment
notice-kind-booking-asked = Facility requests
notice-booking-asked-title = { $unit } asks for { $subject }
notice-booking-asked-text = For { $due }, { $until }. Agree or reject.
notice-booking-asked-go = See the request
notice-kind-booking = Facility bookings
notice-booking-title = { $subject } { $step ->
    [unpaid] is agreed to and waits for its money
    [rejected] is rejected
    [cancelled] is cancelled by the management
    [expired] was not paid in time
    [no_show] is noted as not used
    [deposit] is over, the deposit is back
   *[other] is confirmed
}
notice-booking-text = { $step ->
    [unpaid] Pay { $amount } by { $due }, { $until }, so that the hour stays yours.
    [rejected] Reason: { $excerpt }
    [cancelled] Reason: { $excerpt } What was paid is credit of your house.
    [expired] Its invoice is void and the hour is free again. What was paid is credit of your house.
    [no_show] For { $due }, { $until }. A mistake? Tell the management.
    [deposit] { $amount } is back as credit of your house. { $excerpt }
   *[other] For { $due }, { $until }. Show its code to the guard.
}
notice-booking-go = See the booking
notice-kind-announcement = Announcements
notice-kind-emergency = Emergencies
notice-news-title = { $subject }
notice-news-text = { $excerpt }
notice-news-go = Read the announcement
notice-urgent-title = EMERGENCY: { $subject }
notice-kind-complaint-filed = Complaints that come in
notice-kind-complaint-moved = Progress of complaints
notice-filed-title = { $step ->
    [reopened] Complaint { $subject } was opened again: { $unit }
    [cost-agreed] The cost of complaint { $subject } is agreed: { $unit }
    [cost-declined] The cost of complaint { $subject } is not agreed: { $unit }
   *[other] New complaint { $subject }: { $unit }
}
notice-filed-text = { $step ->
    [cost-agreed] { $amount } is agreed. Work can begin. { $excerpt }
    [cost-declined] { $amount } is not agreed. { $excerpt }
   *[other] Check it, then assign it. { $excerpt }
}
notice-moved-title = Complaint { $subject } { $step ->
    [assigned] is assigned
    [waiting] waits
    [rejected] is rejected
    [shared-assigned] is assigned
    [called] is written down
    [closing] closes on { $due }
    [lapsed] closed by itself
    [merged] goes on in { $excerpt }
    [cost-asked] costs { $amount }
    [cost-free] costs nothing
    [cost-billed] is billed { $amount }
   *[other] is solved
}
notice-moved-text = { $step ->
    [assigned] Who does it: { $excerpt }
    [waiting] Waits for: { $excerpt }
    [rejected] Reason: { $excerpt }
    [shared-assigned] Somebody now does the complaint that you support.
    [shared-solved] The complaint that you support is said to be solved. Still a problem? Report it anew.
    [called] Written down from your call. Follow it here. { $excerpt }
    [closing] Not done yet? Say so or write to the management before { $due }. Without a word from you it closes by itself.
    [lapsed] There was no word for 7 days after it was said to be solved. Still a problem? Choose Not done yet, and it opens again.
    [cost-asked] Agree to the cost so that work can begin. { $excerpt }
    [cost-free] This work costs nothing. { $excerpt }
    [cost-billed] Invoice { $excerpt } is issued for the cost that was agreed.
    [merged] The same thing is worked on as { $excerpt }. You hear of its progress there.
   *[other] Check it, then choose It is done or Not done yet. { $excerpt }
}
notice-complaint-go = See the complaint
notice-mail-stop = No more mails like this? Open { $link }
notice-chat-stop = No more messages like this? Open { $link }

# The notice centre.

notices-title = Notices
notices-all = All
notices-new = Unread
notices-is-new = New
notices-unread = { $count ->
    [0] Everything is read
    [one] 1 unread notice
   *[other] { $count } unread notices
}
notices-read = { $count } marked as read.
notices-read-all = Mark all as read
notices-settings = Notice settings
notices-settings-own = Which notices, by which way
notices-settings-sub = They hold in all your complexes. Mails about signing in and passwords are always sent.
notices-settings-hours = Mails and WhatsApp messages go out from 09:00 to 19:00, at most one about money a day for each house.
notices-settings-saved = Notice settings saved.
notices-none = No news.
notices-none-text = Invoices and reminders will appear here.
notices-none-new = Everything is read.
notices-none-new-text = Older notices are kept.
notices-older = Older
nav-messages = Messages
notices-bell = Notices

# Unsubscribing, from a mail or a WhatsApp message.

notice-stop-title = Stop these notices
notice-stop-mail = mails
notice-stop-chat = WhatsApp messages
notice-stop-ask = Stop { $way } of the kind "{ $kind }" from { $place }?
notice-stop-do = Stop
notice-stop-done = You no longer get { $way } of the kind "{ $kind }" from { $place }.
notice-stop-undo = Get them again
notice-stop-resumed = You get { $way } of the kind "{ $kind }" from { $place } again.
notice-stop-more = Your invoices can still be seen in the application.

# Messages that went out, for the office.

messages-title = Messages sent
messages-sub = Mails and WhatsApp messages that this complex sends, and what became of them.
messages-states = State of the message
messages-queued = Waiting
messages-sent = Sent
messages-delivered = Arrived
messages-read = Read
messages-failed = Failed
messages-dropped = Not sent
messages-to = Recipient
messages-what = About
messages-when = Time
messages-state = State
messages-again = Send again
messages-again-done = The message waits to be sent again.
messages-on-its-way = This message needs no other try. Only what failed or was not sent can be sent again.
messages-none = No messages yet.
messages-none-text = New invoices and reminders appear here once they are sent.
messages-none-such = Nothing matches.
messages-none-such-text = No message has this state.
messages-why-paid = Paid before it was sent
messages-why-muted = The recipient does not want such messages
messages-why-no-mail = The mail server is not set up
messages-why-no-address = The recipient has no mail address
messages-why-no-carrier = WhatsApp is not set up
messages-why-no-phone = The recipient has no phone number
messages-why-no-key = The token is missing, or this server cannot open it
messages-why-too-late = Waited for more than three days, no longer news
messages-why-lost = Broke off while it was sent, it may have arrived

# WhatsApp: by whose contract messages go.

carrier-title = WhatsApp channel
carrier-sub = By whose contract WhatsApp messages go, and what they cost. Without one, reminders can still be sent from your own WhatsApp.
carrier-rests = WhatsApp rests: { $why }. It is tried again { $until }, or as soon as you save the settings or send a test message.
carrier-who = Carrier
carrier-name = Send by
carrier-name-hint = Messages about money go one way: by WhatsApp, or by mail when that does not arrive.
carrier-off = Not used
carrier-fonnte = Fonnte
carrier-cloud = WhatsApp Cloud API (Meta)
carrier-price = Price of one message
carrier-price-hint = By your contract. It is used to estimate the cost before many messages are sent.
carrier-key-known = Kept, ends in …{ $tail }. Leave empty to keep it.
carrier-fonnte-about = Sends from an ordinary WhatsApp number that you link at Fonnte. WhatsApp gives no guarantee for this and may block the number, so at most 12 messages go out in a minute.
carrier-fonnte-token = Device token
carrier-fonnte-token-hint = At fonnte.com, menu Device, button Token.
carrier-cloud-about = Meta's own way, with an approved template. Create a template of the category UTILITY in the languages id and en, with three blanks: title, text and link. For example: News from the management: {"{{"}1{"}}"}. {"{{"}2{"}}"} More at {"{{"}3{"}}"} (automatic message).
carrier-number-id = Phone number ID
carrier-number-id-hint = The figure in WhatsApp Manager, not the phone number.
carrier-template = Template name
carrier-template-hint = For example: kabar_warga
carrier-cloud-token = Access token
carrier-cloud-secret = App secret
carrier-cloud-secret-hint = By this we check that news really is from Meta.
carrier-save = Save channel
carrier-saved = WhatsApp channel saved.
carrier-hook = News about messages
carrier-hook-about = To see which messages arrived and were read, paste this address at the carrier (Fonnte: message status webhook; Meta: Callback URL, with the verify token). Keep the address secret.
carrier-hook-copy = Copy webhook address
carrier-word-copy = Copy verify token
carrier-test = Try it out
carrier-test-about = One message goes out now, past the queue. It costs what a message costs.
carrier-test-number = Recipient's number
carrier-test-send = Send test message
carrier-test-sent = Test message sent to { $number }.
carrier-test-title = Test message
carrier-test-text = The WhatsApp channel of { $place } works. Sent { $at }.
carrier-test-off = Choose and save a carrier first.
carrier-test-later = Not sent yet, try again in a moment: { $why }
carrier-test-never = This number cannot get messages: { $why }
carrier-test-setting = The settings are refused: { $why }
carrier-test-unknown = No answer, so the message may have been sent: { $why }
carrier-fault-carrier = Choose a carrier from the list.
carrier-fault-phone = Write a mobile number, for example 0812 3456 7890.
carrier-fault-price = Write a price between Rp 0 and Rp 100,000.
carrier-fault-number-id = Write the phone number ID, digits only.
carrier-fault-template = Write the template's name: small letters, digits and underscores.
carrier-fault-key = Paste the whole key, without spaces.
carrier-fault-no-key = This key is needed for the carrier you chose.
carrier-cost = { $count ->
    [one] 1 WhatsApp message, about { $amount }
   *[other] { $count } WhatsApp messages, about { $amount }
}
carrier-cost-unknown = { $count ->
    [one] 1 WhatsApp message.
   *[other] { $count } WhatsApp messages.
} The price of one message is not set under WhatsApp channel.
carrier-cost-none = Mail and the notice centre cost nothing for each message.

# The ladder of reminders.

ladder-title = Dues reminders
ladder-sub = When houses that have not paid are reminded.
ladder-when = Ladder
ladder-automatic = Send by itself
ladder-automatic-hint = Every day at 09:00. Without it, reminders go out by the button Remind now.
ladder-rungs = Days
ladder-rungs-hint = H is the due day. For example: H-3, H, H+3, H+7, H+14
ladder-before = { $days ->
    [one] 1 day before it is due
   *[other] { $days } days before it is due
}
ladder-on-day = On the due day
ladder-after = { $days ->
    [one] 1 day after it was due
   *[other] { $days } days after it was due
}
ladder-rules = Each house at most once a day, from 09:00 to 19:00. It stops when the house has paid, also for messages that wait.
ladder-saved = Ladder saved.
ladder-fault-days = Write days, for example H-3, H, H+7.
ladder-fault-far = A day must lie between H-30 and H+120.
ladder-fault-many = Write one to twelve days.
remind-now = Remind now
remind-title = Remind who has not paid
remind-houses = { $count ->
    [one] 1 house
   *[other] { $count } houses
}
remind-which = Houses shown
remind-late = Late
remind-open = All that is open
remind-none = Nobody needs a reminder.
remind-none-text = Every house of this list has paid.
remind-way = By
remind-amount = Still open
remind-by-chat = WhatsApp
remind-by-mail = Mail
remind-in-app = Notice centre only
remind-unreachable = No account and no mail address
remind-told = Reminded today
remind-check = Check the message
remind-check-title = Check before sending
remind-cost = Estimated cost
remind-example = Example
remind-others = { $count ->
    [one] 1 house gets no message
   *[other] { $count } houses get no message
}
remind-whatsapp = Remind by your own WhatsApp
remind-back = Back
remind-send = { $count ->
    [one] Send 1 reminder
   *[other] Send { $count } reminders
}
remind-nobody = No house can be reminded. Choose houses with an account or a mail address that were not reminded today.
remind-done = { $count ->
    [one] 1 house is reminded. Messages wait for their turn.
   *[other] { $count } houses are reminded. Messages wait for their turn.
}

# The words of messages.

template-title = Words of messages
template-sub = Title and text in the notice centre, in mails and in WhatsApp. What is not changed uses the house's words.
template-language = Language
template-in-id = Indonesian
template-in-en = English
template-own = Your words
template-house = House's words
template-before = Reminder before the due day
template-today = Reminder on the due day
template-late = Reminder after the due day
template-heading = Title
template-text = Text
template-text-hint = Write blanks between double braces. The recipient's name and the link are added by themselves.
template-look = See preview
template-preview = Preview
template-preview-about = With an example: house A-12, Budi Santoso.
template-blanks = Blanks you can use
template-save = Save words
template-saved = Words saved.
template-restore = Back to the house's words
template-restored = The house's words are used again.
template-blank-name = name of the person it speaks of
template-blank-unit = house number
template-blank-place = name of the complex
template-blank-subject = title of the announcement
template-blank-excerpt = beginning of the announcement
template-blank-number = invoice number
template-blank-amount = what is still open
template-blank-due = due day
template-blank-month = month of the invoice
template-blank-days = number of days
template-fault-empty = Write the words.
template-fault-long = Too long, { $most } letters at most.
template-fault-unknown = Nobody fills these blanks: { $names }. You can use: { $known }.
template-fault-unreadable = The blanks cannot be read. Write plain words and these blanks: { $known }.
template-fault-much = Too complicated. Write it more simply.
