# The style page: titles of its parts and their rules. The samples show the people of Griya Melati.

gaya-title = Style
gaya-sub = Every token and component of Klustera, as pages use them
gaya-parts = Parts
gaya-colours = Colours
gaya-colours-rule = Components use only the names of tokens. Green means paid or done, the brand is indigo.
gaya-themes = Light and dark
gaya-themes-rule = Both themes are always there; QR codes and paper stay black on white.
gaya-type = Type
gaya-buttons = Buttons
gaya-buttons-rule = One main button per page. A verb and an object.
gaya-status = Status
gaya-status-rule = Always the same colour, icon and word.
gaya-fields = Fields
gaya-fields-rule = Label above, hint below it, the mistake between hint and field, in the same words as in the summary.
gaya-phone-error = A WhatsApp number has 10–13 digits, for example 0812 3456 7890
gaya-choices = Choices
gaya-table = Table
gaya-table-rule = Where it is narrow every row becomes a card. The bulk bar appears only when something is selected.
gaya-figures = Figures and cards
gaya-flow = Flow
gaya-notes = Notes and empty states
gaya-layers = Layers
gaya-layers-rule = Drawers and dialogs are pages of their own without script.
