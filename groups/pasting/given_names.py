"""Given names that are frequent in French lists, folded: one sign among others by which two columns are told apart."""

from __future__ import annotations

_NAMES = """
abdel adele adrien agathe agnes ahmed aicha alain albert alexandra alexandre alexis ali alice aline amandine amelie
amina amira amy ana anais andre andrea andrew angela angelique anita anna anne annick annie anthony antoine antonio
arthur astrid aude audrey aurelie aurelien aurore axel baptiste barbara bastien beatrice benedicte benjamin benoit
bernadette bilal boris brice brigitte bruno camille carine carla carlos carmen carole caroline catherine cecile cedric
celia celine chantal charlene charles charlotte chloe christelle christian christiane christine christophe claire
clara clarisse claude claudine claudia clemence clement colette coralie corinne cyril damien daniel daniela daniele
danielle deborah delphine diana diane didier dominique edith edouard elena eleonore elias eliane elisa elisabeth elise
elizabeth ella elodie eloise emilie emily emma emmanuel emmanuelle eric erika estelle esther etienne eugenie eva
evelyne fabien fabienne fabrice fanny farid fatima fatou felix fernando flavie flora florence florent florian franck
francis francisco francois francoise frederic frederique gabriel gabrielle gaelle gaetan genevieve georges gerald
geraldine gerome ghislaine gilles giovanni gisele gregory guillaume gustave guy gwenaelle hakim hamid hassan helena
helene henri herve hugo ibrahim ines ingrid irene isabelle ismael ivan jacqueline jacques jade jamal james jane jean
jeanne jeannine jennifer jeremie jeremy jerome jessica joao joel joelle johann johanna john jonathan jordan jorge jose
josephine josiane josette joseph juan judith jules julia julian julie julien juliette justine karen karim karine kamel
katia katherine kevin khadija laetitia lara laura laure laurence lea leila lena leo leon leonie lila lilian liliane
lina linda lionel lisa loic lola lou louis louise luc lucie lucien lucile ludivine ludovic luis luisa luna lydia lydie
madeleine mael maelle magali malik manon manuel marc marcel marcelle marco margaux margot marguerite maria mariam
mariana marie marina marine mario marion marjorie mark marlene martine mathieu mathilde matthieu maude maud maurice
max maxime mehdi melanie melissa michael michele micheline michelle miguel mireille mohamed mohammed monica monique
morgane mourad muriel myriam nabil nadege nadia nadine naima nathalie nathan nicholas nicolas nicole nina noemie nora
noe nolwenn norbert odile oceane olga oliver olivia olivier omar ophelie oscar pablo pascal pascale patrice patricia
patrick paul paula paulette pauline pedro perrine peter philippe pierre quentin rachel rachid raphael raphaelle
raymond regine regis remi remy renaud rene renee ricardo robin romain romane roland rosa rose rudy ruth sabine sabrina
said salim salma sam samia samir samira samuel sandra sandrine sara sarah sebastien selma serge sergio severine simone
sofia sofiane solange solene sonia sophie stefan stephan stephane stephanie steve steven suzanne sylvain sylvette
sylvia sylviane sylvie tania tanguy tatiana teresa thea theo theodore therese thibault thibaut thierry tiphaine tom
tony tristan valentin valentine valerie vanessa vera veronique victor victoria violaine violette virginie viviane
walid wilfried william xavier yann yannick yasmina yasmine yohan yolande youssef yvan yves yvette yvonne zahra zineb
zoe zohra
"""
GIVEN_NAMES = frozenset(_NAMES.split())
