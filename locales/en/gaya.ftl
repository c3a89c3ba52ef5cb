gaya-title = Style
gaya-sub = Every token and component of Klustera, as pages use them
gaya-docs = See layers
gaya-phone-error = A WhatsApp number has 10–13 digits, for example 0812 3456 7890
